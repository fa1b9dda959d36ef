import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "../adapters/ids.ts";
import { createDecisionLog } from "../adapters/observability/decision-log.ts";
import { createLogger } from "../adapters/observability/logger.ts";
import { createTelemetry, type WorkerTelemetry } from "../adapters/observability/telemetry.ts";
import { throughPoolerUrl } from "../adapters/postgres/connection.ts";
import { createPostgresStore } from "../adapters/postgres/store.ts";
import { createProfiler } from "../adapters/profiler/profiler.ts";
import { loadAnalyzers } from "../canonicalize/analyzers/load.ts";
import { type Config, tenantsOf } from "../config/load.ts";
import type { BundleSlot, Deployment } from "../domain/bundle-state.ts";
import { describeFailure } from "../domain/failure.ts";
import { BundleSet } from "../pipeline/bundle-set.ts";
import type { OperatorDeps } from "../pipeline/operator-commands.ts";
import type { Service } from "../pipeline/service.ts";
import type { EvaluationWatch } from "../ports/evaluation-watch.ts";
import { CHAIN_START, nextLink } from "../record/chain.ts";
import { createGrpcServer } from "../transports/grpc/server.ts";
import { createHttpServer } from "../transports/http/server.ts";
import type { ListenerTls } from "../transports/native/tls.ts";
import { certificateLeftMs } from "./certificate-left.ts";
import { type ConsoleDeps, composeConsole } from "./console.ts";
import { unready } from "./health.ts";
import { loadSettings, loadUse } from "./load-bundle.ts";
import { composeProtocols } from "./protocols.ts";
import { openSigner } from "./signer.ts";
import { composeSink, spools } from "./sink.ts";
import { composeTenants } from "./tenants.ts";
import { followTlsFiles } from "./tls.ts";
import { composeTracing } from "./tracing.ts";
import { writVersion } from "./version.ts";
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
  metrics: OperatorDeps["metrics"],
  deployments: readonly Deployment[],
  watch: EvaluationWatch,
): Promise<RunningWorker> {
  const logger = createLogger(config.log.level);
  const telemetry = createTelemetry({ tenants: tenantsOf(config).length, version: writVersion() });
  const bundles = new BundleSet(maxAges(config));
  const settings = { ...loadSettings(config), watch, telemetry: telemetry.policy };
  const loader = new WorkerBundles(bundles, (use) => loadUse(use, settings));
  const [{ store, signer }] = await Promise.all([
    openStore(config, databaseUrl, telemetry, (problem) => logger.error("signing_key_unreadable", { problem })),
    loadAnalyzers(),
    loader.start(deployments, (tenant, error) =>
      logger.error("tenant_without_bundle", { tenant, ...describeFailure(error) }),
    ),
  ]);
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
  const unreadyNow = () => unready({ draining: () => draining, sink, store, bundles });
  const ready = () => unreadyNow().length === 0;
  const tenants = await composeTenants(config, {
    store,
    signer,
    bundles,
    telemetry,
    sink,
    logger,
    operator: operating(config, metrics),
    unready: unreadyNow,
    stopping: stopping.signal,
    ...(tracing === undefined ? {} : { tracing }),
    decisionLog: createDecisionLog(config.log.level, config.log.decisions),
  });
  const { service } = tenants;
  const warn = (event: string, fields: Readonly<Record<string, string>>) => logger.warn(event, fields);
  const tls = config.tls === undefined ? undefined : followTlsFiles(config.tls, warn);
  telemetry.watch({
    ready,
    store: store.state,
    signingKeys: () => signer.ages(),
    certificateLeftMs: () => certificateLeftMs(tls?.cert, Date.now()),
    filesGood: () => [
      { file: "callers", good: tenants.callersGood() },
      { file: "tls", good: tls?.good() ?? true },
    ],
  });
  const { http, grpc } = await listen(config, tls, service, { tokens: tenants.tokens, signIns: store.signIns });
  const health = setInterval(() => grpc.setServing(unreadyNow()), HEALTH_INTERVAL_MS);
  return {
    http: http.port,
    grpc: grpc.port,
    samples: () => telemetry.samples(),
    stage: (deployment) => loader.stage(deployment),
    use: (deployment) => loader.use(deployment),
    heard: (tenant, slot, atMs) => bundles.confirmed(tenant, slot, atMs),
    stop: async () => {
      draining = true;
      grpc.setServing(unreadyNow());
      await sleep(config.timeouts.drainMs);
      stopping.abort();
      clearInterval(health);
      telemetry.close();
      tenants.close();
      tls?.close();
      await Promise.all([http.close(config.timeouts.shutdownMs), grpc.close(config.timeouts.shutdownMs)]);
      await sink.close();
      await Promise.all([store.close(), tracing?.close()]);
    },
  };
}

/** Each tenant says how old its bundle may be. */
function maxAges(config: Config): (tenant: string) => number {
  const ages = new Map(tenantsOf(config).map(({ tenant, bundle }) => [tenant, bundle.maxAgeS]));
  return (tenant) => ages.get(tenant) ?? 0;
}

/** What the people who run this process may ask of it. */
function operating({ tenant, metricsReaders: readers, debug }: Config, metrics: OperatorDeps["metrics"]) {
  return { tenant, readers, metrics, ...(debug.profiles ? { profiler: createProfiler() } : {}) };
}

async function listen(config: Config, tls: ListenerTls | undefined, service: Service, pages: ConsoleDeps) {
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
  const { url: pooled, listenUrl } = config.database;
  const store = await createPostgresStore({
    url,
    ...(listenUrl === "" ? {} : { poolUrl: throughPoolerUrl(pooled) }),
    // The spool has a connection of its own.
    poolSize: config.database.poolSize - (spools(config) ? 1 : 0),
    newWriter: () => newId("wrt", Date.now()),
    nextLink,
    chainStart: CHAIN_START,
    comparisonsLost: (count) => telemetry.comparisonsDropped(count),
    telemetry: telemetry.commits,
  });
  return { store, signer: await openSigner(config, store.keys, unreadable) };
}
