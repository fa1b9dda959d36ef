import { newId } from "../adapters/ids.ts";
import type { Logger } from "../adapters/observability/logger.ts";
import type { WorkerTelemetry } from "../adapters/observability/telemetry.ts";
import type { PostgresStore } from "../adapters/postgres/store.ts";
import type { AdmitDeps } from "../admit/admit.ts";
import type { Config } from "../config/load.ts";
import { LOOPBACK_CALLER } from "../domain/caller.ts";
import { bundleCommands } from "../pipeline/bundle-commands.ts";
import type { BundleSet } from "../pipeline/bundle-set.ts";
import { Comparer } from "../pipeline/comparer.ts";
import { createService, type ServiceDeps } from "../pipeline/create-service.ts";
import type { DecideDeps } from "../pipeline/deps.ts";
import { Contention } from "../pipeline/in-turn.ts";
import type { Entries } from "../pipeline/limits/entries.ts";
import type { Service } from "../pipeline/service.ts";
import { SessionLock } from "../pipeline/session-lock.ts";
import { tenantsService } from "../pipeline/tenants.ts";
import type { DecisionLog } from "../ports/decision-log.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import type { Tracing } from "../ports/tracing.ts";
import { composeAgents } from "./agents.ts";
import { composeApprovals } from "./approvals.ts";
import { type CallersParts, type LiveCallers, openCallers } from "./callers.ts";
import { composeEntries } from "./entries.ts";
import { composeGrants } from "./grants.ts";
import { composeIntents } from "./intents.ts";
import { composeKeys } from "./keys.ts";
import { ownIntents } from "./own-intents.ts";
import type { openSigner } from "./signer.ts";
import type { WorkerSink } from "./sink.ts";
import { openTrust, type Trust } from "./trust.ts";
import { composeValues, withTenantKeys } from "./values.ts";

/** What all tenants of a worker share. */
export interface TenantsParts {
  readonly store: PostgresStore;
  readonly signer: Awaited<ReturnType<typeof openSigner>>;
  readonly bundles: BundleSet;
  readonly telemetry: WorkerTelemetry;
  readonly sink: Pick<WorkerSink, "sink" | "outcomes">;
  readonly logger: Logger;
  readonly operator: ServiceDeps["operator"];
  readonly unready: Service["unready"];
  readonly stopping: AbortSignal;
  readonly tracing?: Tracing;
  readonly decisionLog: DecisionLog | undefined;
}

export interface Tenants {
  /** Of all of them: each request goes to its caller's tenant. */
  readonly service: Service;
  /** Of the first tenant, whose people sign in at the page of approvals. */
  readonly tokens: TokenVerifier;
  /** Whether what each file of callers says is in use. */
  callersGood(): boolean;
  close(): void;
}

interface Tenant {
  readonly config: Config;
  readonly trust: Trust;
}

/** Each tenant with a service of its own, over what they share. */
export async function composeTenants(config: Config, parts: TenantsParts): Promise<Tenants> {
  const own = ownIntents(config.grants.issuer, parts.signer);
  const open = async (of: Config): Promise<Tenant> => ({
    config: of,
    trust: await openTrust(of, parts.store.proofGuard, parts.logger, own),
  });
  const [first, ...others] = await Promise.all([open(config), ...config.tenants.map(open)]);
  const entries = composeEntries(config, parts.telemetry.gate);
  const callers = callersOf([first, ...others], parts.logger);
  const shared = {
    ...storesOf(parts.store),
    ...composeApprovals(parts.store, parts.stopping),
    admit: admitting(config, callers),
    sink: parts.sink.sink,
    outcomes: parts.sink.outcomes,
    signer: parts.signer,
    ...(parts.tracing === undefined ? {} : { tracing: parts.tracing }),
    decisionLog: parts.decisionLog,
    operator: parts.operator,
    unready: parts.unready,
    entries,
    log: (event: string, fields: Readonly<Record<string, string>>) => parts.logger.error(event, fields),
  };
  const lock = new SessionLock();
  const contention = new Contention(parts.store.turns);
  const services = [first, ...others].map(({ config: of, trust }): readonly [string, Service] => {
    const deps: ServiceDeps = {
      ...shared,
      ...commandsOf(of, { ...parts, mayChangeKeys: of === config }, trust.deps.tokens),
      ...judging(of, { ...parts, lock, contention, entries, staleBlocks: config.tenants.length > 0 }),
      ...trust.deps,
    };
    return [of.tenant, createService(deps)];
  });
  const byTenant = new Map(services);
  return {
    service: tenantsService(byTenant.get(config.tenant) as Service, byTenant),
    tokens: first.trust.deps.tokens,
    callersGood: () => callers.good(),
    close: () => {
      callers.close();
      for (const { trust } of [first, ...others]) trust.close();
    },
  };
}

/** Looked at anew for each request: files of callers change while they are in use. */
function admitting({ mode }: Config, callers: LiveCallers): AdmitDeps {
  return {
    development: mode === "development",
    get tenants() {
      return callers.tenants;
    },
  };
}

function callersOf(tenants: readonly [Tenant, ...Tenant[]], logger: Logger): LiveCallers {
  const parts = ({ config, trust }: Tenant): CallersParts => ({
    config,
    verifiers: { tokens: trust.deps.tokens, certificates: trust.callerCertificates },
  });
  const [first, ...others] = tenants;
  return openCallers([parts(first), ...others.map(parts)], (event, fields) => logger.warn(event, fields));
}

/** What is kept in the database, by the names under which the service asks for it. */
function storesOf(store: PostgresStore) {
  const { intents, agents, sessions, tasks, counts, agentUsage, sessionStore, decisions, followUps } = store;
  return {
    intents,
    agents,
    sessions,
    tasks,
    counts,
    agentUsage,
    sessionStore,
    decisions,
    followUps,
    completions: tasks,
  };
}

interface CommandParts extends TenantsParts {
  /** Whether this is the tenant whose admins keep the signing keys, which are all tenants'. */
  readonly mayChangeKeys: boolean;
}

/** What people order and ask beside decisions. */
function commandsOf(
  config: Config,
  { store, signer, bundles, logger, mayChangeKeys }: CommandParts,
  tokens: TokenVerifier,
) {
  const log = (event: string, fields: Readonly<Record<string, string | number>>) => logger.warn(event, fields);
  const manager = withTenantKeys(config, store, signer.manager);
  return {
    bundles: bundleOrders(config, bundles, store),
    intentCommands: composeIntents(config, store, signer, tokens),
    ...composeKeys(config, store, { ...signer, manager }, log, mayChangeKeys),
    ...composeGrants(config, store.grants, signer),
    agentCommands: composeAgents(store.agents, bundles),
  };
}

interface JudgingParts extends TenantsParts {
  readonly lock: SessionLock;
  readonly contention: Contention;
  readonly entries: Entries;
  readonly staleBlocks: boolean;
}

/** What a tenant's decisions are made with, beside what is stored. */
function judging(config: Config, { store, bundles, telemetry, lock, contention, entries, staleBlocks }: JudgingParts) {
  const bundle: DecideDeps["bundle"] = (tenant, key, nowMs) => bundles.take(tenant, key, nowMs);
  return {
    environment: config.environment,
    issuer: config.grants.issuer,
    publicUrl: config.publicUrl,
    inFlightTtlS: config.sessions.inFlightTtlS,
    bundle,
    staleBlocks,
    decided: comparing(config, bundles, store, telemetry),
    values: composeValues(config, store),
    telemetry: entries.watching(config.tenant, telemetry.of(config.tenant)),
    lock,
    contention,
    newId,
    now: Date.now,
  };
}

function bundleOrders({ bundle }: Config, bundles: BundleSet, store: PostgresStore): Service["bundles"] {
  return bundleCommands({
    bundles,
    store: store.bundles,
    comparisons: store.comparisons,
    mayOrder: ({ caller }) =>
      caller.roles.includes("admin") || (bundle.loopbackOrders && caller.id === LOOPBACK_CALLER),
  });
}

/** Has the other one of two bundles judge what was decided. */
function comparing(
  { environment }: Config,
  bundles: BundleSet,
  { comparisons }: PostgresStore,
  telemetry: WorkerTelemetry,
): DecideDeps["decided"] {
  const comparer = new Comparer({
    bundles,
    environment,
    sink: {
      add: (comparison) => {
        telemetry.compared(comparison.mode, comparison.kinds);
        comparisons.add(comparison);
      },
      dropped: () => {
        telemetry.comparisonsDropped(1);
        comparisons.dropped();
      },
    },
  });
  return (judged, decision) => comparer.push(judged, decision);
}
