import { newId } from "../adapters/ids.ts";
import { createLogger } from "../adapters/observability/logger.ts";
import { createTelemetry, type WorkerTelemetry } from "../adapters/observability/telemetry.ts";
import { createPostgresStore, type PostgresStore } from "../adapters/postgres/store.ts";
import { loadAnalyzers } from "../canonicalize/analyzers/load.ts";
import type { Config } from "../config/load.ts";
import type { BundleSlot, Deployment } from "../domain/bundle-state.ts";
import { LOOPBACK_CALLER } from "../domain/caller.ts";
import { bundleCommands } from "../pipeline/bundle-commands.ts";
import { BundleSet } from "../pipeline/bundle-set.ts";
import { Comparer } from "../pipeline/comparer.ts";
import { createService } from "../pipeline/create-service.ts";
import type { DecideDeps } from "../pipeline/deps.ts";
import type { Service } from "../pipeline/service.ts";
import { SessionLock } from "../pipeline/session-lock.ts";
import type { EvaluationWatch } from "../ports/evaluation-watch.ts";
import { CHAIN_START, nextLink } from "../record/chain.ts";
import { createGrpcServer } from "../transports/grpc/server.ts";
import { createHttpServer } from "../transports/http/server.ts";
import { composeAgents } from "./agents.ts";
import { composeApprovals } from "./approvals.ts";
import { type ConsoleDeps, composeConsole } from "./console.ts";
import { composeGrants } from "./grants.ts";
import { composeIntents } from "./intents.ts";
import { composeKeys } from "./keys.ts";
import { loadSettings, loadUse } from "./load-bundle.ts";
import { ownIntents } from "./own-intents.ts";
import { composeProtocols } from "./protocols.ts";
import { openSigner } from "./signer.ts";
import { composeSink, spools } from "./sink.ts";
import { openTls } from "./tls.ts";
import { composeTracing } from "./tracing.ts";
import { openTrust } from "./trust.ts";
import { composeValues, withTenantKeys } from "./values.ts";
import { WorkerBundles } from "./worker-bundles.ts";

/** How often what health checks are told is compared with the truth. */
const HEALTH_INTERVAL_MS = 1_000;

/** A worker that serves. */
export interface RunningWorker {
  readonly http: number;
  readonly grpc: number;
  /** This worker's metrics, for the primary to merge. */
  samples(): Promise<unknown>;
  /** Loads what is to be used soon. */
  stage(deployment: Deployment): Promise<void>;
  use(deployment: Deployment): Promise<void>;
  /** A bundle's source was heard. */
  heard(tenant: string, slot: BundleSlot, atMs: number): void;
  /** Takes no more calls, finishes those under way, writes what is queued. */
  stop(): Promise<void>;
}

/**
 * @param metrics the metrics of all workers, from the primary
 * @param watch ends this process when an evaluation is overdue
 * @param deployments what each tenant's calls are judged by
 */
export async function composeWorker(
  config: Config,
  databaseUrl: string,
  metrics: Service["metrics"],
  deployments: readonly Deployment[],
  watch: EvaluationWatch,
): Promise<RunningWorker> {
  const logger = createLogger(config.log.level);
  const telemetry = createTelemetry();
  const bundles = new BundleSet(config.bundle.maxAgeS);
  const settings = { ...loadSettings(config), watch };
  const loader = new WorkerBundles(bundles, (use) => loadUse(use, settings));
  const [{ store, signer }] = await Promise.all([
    openStore(config, databaseUrl, telemetry, (problem) => logger.error("signing_key_unreadable", { problem })),
    loadAnalyzers(),
    ...deployments.map((deployment) => loader.use(deployment)),
  ]);
  const trust = await openTrust(config, store.proofGuard, logger, ownIntents(config.grants.issuer, signer));
  const sink = await composeSink({
    config,
    databaseUrl,
    store,
    telemetry,
    log: (event, fields) => logger.warn(event, fields),
  });
  const tracing = await composeTracing(config, newId("wrt", Date.now()));
  let draining = false;
  const stopping = new AbortController();
  const ready = () => !draining && sink.ready() && !bundles.stale(Date.now());
  const service = createService({
    ...storesOf(store),
    ...commandsOf(config, { store, signer, trust, bundles, log: (event, fields) => logger.warn(event, fields) }),
    ...composeApprovals(store, stopping.signal),
    ...judging(config, { store, bundles, telemetry }),
    ...trust.deps,
    admit: {
      tenant: config.tenant,
      development: config.mode === "development",
      callers: config.callers,
      tokens: trust.deps.tokens,
    },
    sink: sink.sink,
    outcomes: sink.outcomes,
    signer,
    ...(tracing === undefined ? {} : { tracing }),
    metrics,
    ready,
    log: (event, fields) => logger.error(event, fields),
  });
  const { http, grpc } = await listen(config, service, { tokens: trust.deps.tokens, signIns: store.signIns });
  const health = setInterval(() => grpc.setServing(ready()), HEALTH_INTERVAL_MS);
  return {
    http: http.port,
    grpc: grpc.port,
    samples: () => telemetry.samples(),
    stage: (deployment) => loader.stage(deployment),
    use: (deployment) => loader.use(deployment),
    heard: (tenant, slot, atMs) => bundles.confirmed(tenant, slot, atMs),
    stop: async () => {
      draining = true;
      stopping.abort();
      clearInterval(health);
      grpc.setServing(false);
      trust.close();
      await Promise.all([http.close(config.timeouts.shutdownMs), grpc.close(config.timeouts.shutdownMs)]);
      await sink.close();
      await Promise.all([store.close(), tracing?.close()]);
    },
  };
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

interface Commanding {
  readonly store: PostgresStore;
  readonly signer: Awaited<ReturnType<typeof openSigner>>;
  readonly trust: Awaited<ReturnType<typeof openTrust>>;
  readonly bundles: BundleSet;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
}

/** What people order and ask beside decisions. */
function commandsOf(config: Config, { store, signer, trust, bundles, log }: Commanding) {
  return {
    bundles: bundleOrders(config, bundles, store),
    intentCommands: composeIntents(config, store, signer, trust.deps.tokens),
    ...composeKeys(config, store, { ...signer, manager: withTenantKeys(config, store, signer.manager) }, log),
    ...composeGrants(config, store.grants, signer),
    agentCommands: composeAgents(store.agents, bundles),
  };
}

interface JudgingParts {
  readonly store: PostgresStore;
  readonly bundles: BundleSet;
  readonly telemetry: WorkerTelemetry;
}

/** What a decision is made with, beside what is stored. */
function judging(config: Config, { store, bundles, telemetry }: JudgingParts) {
  const bundle: DecideDeps["bundle"] = (tenant, key, nowMs) => bundles.take(tenant, key, nowMs);
  return {
    environment: config.environment,
    issuer: config.grants.issuer,
    publicUrl: config.publicUrl,
    maxInFlight: config.limits.workerInFlight,
    inFlightTtlS: config.sessions.inFlightTtlS,
    bundle,
    decided: comparing(config, bundles, store, telemetry),
    values: composeValues(config, store),
    telemetry,
    lock: new SessionLock(),
    newId,
    now: Date.now,
  };
}

async function listen(config: Config, service: Service, pages: ConsoleDeps) {
  const tls = config.tls === undefined ? undefined : openTls(config.tls);
  const protocols = composeProtocols(config, service);
  const { publicUrl } = config;
  return {
    http: await createHttpServer(service, {
      listen: config.http.listen,
      publicUrl,
      tls,
      protocols: [...protocols.http, composeConsole(config, service, pages)],
    }),
    grpc: await createGrpcServer(service, { listen: config.grpc.listen, tls, protocols: protocols.grpc }),
  };
}

async function openStore(
  config: Config,
  url: string,
  telemetry: WorkerTelemetry,
  unreadable: (problem: string) => void,
) {
  const store = await createPostgresStore({
    url,
    // The spool has a connection of its own.
    poolSize: config.database.poolSize - (spools(config) ? 1 : 0),
    newWriter: () => newId("wrt", Date.now()),
    nextLink,
    chainStart: CHAIN_START,
    comparisonsLost: (count) => telemetry.comparisonsDropped(count),
  });
  return { store, signer: await openSigner(config, store.keys, unreadable) };
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
