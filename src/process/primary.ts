import { availableParallelism } from "node:os";
import type { Database, PrimaryParts } from "../compose/primary.ts";
import type { Config } from "../config/load.ts";
import { endpointText } from "../config/values.ts";
import type { Deployment } from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import { banner } from "./banner.ts";
import { TenantBundles } from "./bundles/tenant-bundles.ts";
import { Crew, type Ports } from "./crew.ts";
import { lockDataDir } from "./data-lock.ts";
import { EventSenders } from "./events/event-senders.ts";
import { isFree } from "./ports.ts";

/** Partitions are made days ahead; an hour between looks leaves many of them. */
const UPKEEP_INTERVAL_MS = 3_600_000;

/**
 * Starts the service and keeps it running until it is told to stop.
 * @param say writes one line for people
 * @returns the exit code: 0 when nothing was lost
 * @throws WritError, or the system's error, when it cannot start; whatever was started by then is stopped
 */
export async function runPrimary(config: Config, parts: PrimaryParts, say: (line: string) => void): Promise<number> {
  const lock = await lockDataDir(config.dataDir);
  if (lock === undefined) {
    throw new WritError("conflict", `another Writ is running on the data folder ${config.dataDir}`);
  }
  await refuseTakenPorts(config);
  const stop = stopSignal();
  const crew = new Crew({
    size: config.workers === 0 ? availableParallelism() : config.workers,
    log: parts.log,
    telemetry: parts.telemetry,
    mergeMetrics: parts.mergeMetrics,
    samples: async () => {
      const counting = [parts, ...parts.bundles, ...parts.events];
      const telemetries = counting.map(({ telemetry }) => telemetry.samples());
      const ofTenants = (await Promise.all(telemetries)) as readonly (readonly unknown[])[];
      const ofJobs = await Promise.all(parts.background.map((job) => job.samples?.() ?? []));
      return [...ofTenants, ...ofJobs].flat();
    },
  });
  const bundles = parts.bundles.map((tenant) => new TenantBundles(tenant, crew));
  const events = parts.events.map((tenant) => new EventSenders(tenant));
  const close = (all: readonly { close(): Promise<unknown> }[]) => Promise.all(all.map((one) => one.close()));
  let database: Database | undefined;
  try {
    database = await parts.openDatabase(config);
    // Before anything can be revoked: what nobody is to be told of is not queued.
    for (const senders of events) await senders.start(database.url);
    for (const job of parts.background) await job.start(database.url);
    const url = database.url;
    const deployments = await startBundles(bundles, url, parts.log);
    const ports = await Promise.race([crew.serve(config, url, deployments), stop.then(() => undefined)]);
    for (const tenant of bundles) tenant.follow();
    if (ports !== undefined) for (const line of banner(actual(config, ports))) say(line);
    const upkeep = setInterval(() => keepUp(database, parts), UPKEEP_INTERVAL_MS);
    const ended = await Promise.race([stop.then(() => undefined), database.ended]);
    clearInterval(upkeep);
    if (ended !== undefined) parts.log("database_ended", { reason: ended });
    const patience = config.timeouts.drainMs + config.timeouts.shutdownMs;
    // A database that stands still would keep what is under way here for minutes; the workers are killed by then.
    setInterval(() => database?.cut(), patience).unref();
    await close(bundles);
    const [finished] = await Promise.all([crew.stop(patience), close(events)]);
    // Behind the workers: what these wrote last is still theirs to send and to seal.
    await close(parts.background);
    if (!finished) say("some calls were still under way and were cut off");
    return finished && ended === undefined ? 0 : 1;
  } finally {
    crew.kill();
    await close([...bundles, ...events, ...parts.background]);
    await database?.stop();
    lock.close();
  }
}

/**
 * One tenant without a bundle that can be used keeps no other from being served: it has one as soon as its source, or an order, says one.
 * @throws what the first one threw, where no tenant has any
 */
async function startBundles(
  tenants: readonly TenantBundles[],
  url: string,
  log: PrimaryParts["log"],
): Promise<readonly Deployment[]> {
  const results = await Promise.allSettled(tenants.map((tenant) => tenant.start(url)));
  const refused = results.filter((result) => result.status === "rejected");
  if (refused[0] !== undefined && refused.length === results.length) throw refused[0].reason;
  for (const [index, result] of results.entries()) {
    if (result.status === "fulfilled") continue;
    const { reason } = result;
    if (!(reason instanceof WritError)) throw reason;
    log("tenant_without_bundle", { tenant: tenants[index]?.tenant ?? "", problem: reason.message });
  }
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

async function refuseTakenPorts({ http, grpc }: Config): Promise<void> {
  for (const [name, { listen }] of Object.entries({ HTTP: http, gRPC: grpc })) {
    if (await isFree(listen)) continue;
    throw new WritError("conflict", `port ${listen.port} (${name}) on ${listen.host} is taken by another process`);
  }
}

/** Resolves at the first SIGINT or SIGTERM; the second one is for who does not want to wait. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve(signal));
  });
}

function keepUp(database: Database | undefined, parts: PrimaryParts): void {
  database?.keepUp().catch(() => parts.log("partitions_failed", {}));
}

/** The configuration with the ports that were really taken, where it left them to the system. */
function actual(config: Config, ports: Ports): { readonly http: string; readonly grpc: string; readonly mode: string } {
  return {
    http: `${config.tls === undefined ? "http" : "https"}://${endpointText({ ...config.http.listen, port: ports.http })}`,
    grpc: endpointText({ ...config.grpc.listen, port: ports.grpc }),
    mode: config.mode,
  };
}
