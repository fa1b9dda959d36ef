import { fileURLToPath } from "node:url";
import { newId } from "../adapters/ids.ts";
import { createLogger } from "../adapters/observability/logger.ts";
import { createTelemetry } from "../adapters/observability/telemetry.ts";
import { loadBundle } from "../adapters/opa/bundle.ts";
import { createPostgresStore } from "../adapters/postgres/store.ts";
import { loadAnalyzers } from "../canonicalize/analyzers/load.ts";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import type { Config } from "../config/load.ts";
import { createService } from "../pipeline/create-service.ts";
import type { ActiveBundle } from "../pipeline/deps.ts";
import type { Service } from "../pipeline/service.ts";
import { SessionLock } from "../pipeline/session-lock.ts";
import { CHAIN_START, nextLink } from "../record/chain.ts";
import { createGrpcServer } from "../transports/grpc/server.ts";
import { createHttpServer } from "../transports/http/server.ts";
import { openSigner } from "./signer.ts";

/** The bundle that is compiled with this package. */
const BUILT_IN_BUNDLE = fileURLToPath(new URL("../bundle/", import.meta.url));

/** A worker that serves. */
export interface RunningWorker {
  readonly http: number;
  readonly grpc: number;
  /** This worker's metrics, for the primary to merge. */
  samples(): Promise<unknown>;
  /** Takes no more calls, finishes those under way, writes what is queued. */
  stop(): Promise<void>;
}

/**
 * @param metrics the metrics of all workers, from the primary
 * @param activatedAt when the bundle came into use, the same for all workers
 */
export async function composeWorker(
  config: Config,
  databaseUrl: string,
  metrics: Service["metrics"],
  activatedAt: Date,
): Promise<RunningWorker> {
  const logger = createLogger(config.log.level);
  const telemetry = createTelemetry();
  const [bundle, { store, signer }] = await Promise.all([
    loadActiveBundle(config, activatedAt),
    openStore(),
    loadAnalyzers(),
  ]);
  let draining = false;
  const service = createService({
    tenant: config.tenant,
    environment: config.environment,
    issuer: config.grants.issuer,
    publicUrl: config.publicUrl,
    loopbackVouches: config.mode === "development",
    maxInFlight: config.limits.workerInFlight,
    bundle: () => bundle,
    sessions: store.sessions,
    tasks: store.tasks,
    sink: store.sink,
    decisions: store.decisions,
    outcomes: store.outcomes,
    completions: store.tasks,
    signer,
    telemetry,
    metrics,
    lock: new SessionLock(),
    newId,
    now: Date.now,
    ready: () => !draining && store.ready(),
    log: (event, fields) => logger.error(event, fields),
  });
  const http = await createHttpServer(service, { listen: config.http.listen, publicUrl: config.publicUrl });
  const grpc = await createGrpcServer(service, { listen: config.grpc.listen });
  return {
    http: http.port,
    grpc: grpc.port,
    samples: () => telemetry.samples(),
    stop: async () => {
      draining = true;
      grpc.setServing(false);
      await Promise.all([http.close(config.timeouts.shutdownMs), grpc.close(config.timeouts.shutdownMs)]);
      await store.close();
    },
  };

  async function openStore() {
    const store = await createPostgresStore({
      url: databaseUrl,
      poolSize: config.database.poolSize,
      durability: config.durability,
      newWriter: () => newId("wrt", Date.now()),
      nextLink,
      chainStart: CHAIN_START,
      lost: (count) => telemetry.lost(count),
    });
    return { store, signer: await openSigner(config, store.keys) };
  }
}

async function loadActiveBundle(config: Config, activatedAt: Date): Promise<ActiveBundle> {
  const { path } = config.bundle;
  const policy = await loadBundle(path === "" ? BUILT_IN_BUNDLE : path, {
    memoryMb: config.limits.policyMemoryMb,
    activatedAt,
    ...(path === "" ? { name: "default" } : {}),
  });
  return { policy, catalogue: compileCatalogue(policy.data["catalog"]) };
}
