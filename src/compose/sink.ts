import { join } from "node:path";
import { newId } from "../adapters/ids.ts";
import type { WorkerTelemetry } from "../adapters/observability/telemetry.ts";
import { createDrainTarget } from "../adapters/postgres/drain-target.ts";
import type { PostgresStore } from "../adapters/postgres/store.ts";
import { timeOf } from "../adapters/postgres/ulid-time.ts";
import { awaitingSpooled } from "../adapters/spool/awaiting.ts";
import type { Destination } from "../adapters/spool/deliver.ts";
import { openSpool, type Spool } from "../adapters/spool/open.ts";
import type { Config } from "../config/load.ts";
import type { OutcomeWriter, RecordSink } from "../ports/record-store.ts";
import { lockDataDir } from "../process/data-lock.ts";
import { byTier } from "../record/by-tier.ts";
import { CHAIN_START, nextLink } from "../record/chain.ts";
import { relaxed } from "../record/relaxed.ts";
import { spoolDir } from "./spool.ts";

/** How often it is looked whether the database is heard, and how much waits on disk. */
const LOOK_EVERY_MS = 1_000;

export interface SinkParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly store: PostgresStore;
  readonly telemetry: WorkerTelemetry;
  readonly log: Destination["log"];
}

/** Where a worker's decisions become durable, by the tier of their action. */
export interface WorkerSink {
  readonly sink: RecordSink;
  readonly outcomes: OutcomeWriter;
  /** Whether decisions can be recorded: all of them, or where there is a spool those on which nothing else hangs. */
  ready(): boolean;
  /** Before the store. */
  close(): Promise<void>;
}

/** Whether decisions of any tier are spooled. */
export function spools({ durability }: Config): boolean {
  return Object.values(durability).includes("spooled");
}

export async function composeSink(parts: SinkParts): Promise<WorkerSink> {
  const { config, store, telemetry } = parts;
  const sinks = { committed: store.sink, relaxed: relaxed(store.sink, (count) => telemetry.lost(count)) };
  if (!spools(config)) {
    const sink = byTier(sinks, config.durability);
    return { sink, outcomes: store.outcomes, ready: () => store.ready(), close: async () => {} };
  }
  const target = createDrainTarget({
    url: parts.databaseUrl,
    nextLink,
    chainStart: CHAIN_START,
    newWriter: () => newId("wrt", Date.now()),
  });
  const heard = whenHeard(store);
  const spool = await openWorkerSpool(parts, { ...target, fresh: () => heard.since() < config.spool.maxOutageMs });
  const look = setInterval(() => telemetry.spooled(spool.bytes()), LOOK_EVERY_MS);
  return {
    sink: byTier({ ...sinks, spooled: spool }, config.durability),
    outcomes: awaitingSpooled(store.outcomes, Date.now, (id) => timeOf(id)?.getTime()),
    ready: () => store.ready() || spool.ready(),
    close: async () => {
      clearInterval(look);
      heard.close();
      await spool.close();
      await target.close();
    },
  };
}

function openWorkerSpool(
  { config, store, telemetry, log }: SinkParts,
  { sink, lookup, fresh }: Pick<Destination, "sink" | "lookup"> & { readonly fresh: () => boolean },
): Promise<Spool> {
  const dir = spoolDir(config);
  return openSpool({
    dir,
    maxBytes: config.spool.maxBytes,
    newName: () => newId("spl", Date.now()),
    lock: lockDataDir,
    to: { sink, lookup, lost: (count) => telemetry.lost(count), log, asideDir: join(dir, "aside") },
    committed: store.sink,
    fresh,
    refused: (reason) => telemetry.spoolRefused(reason),
  });
}

/** How long ago the store was last known to hear the database, in milliseconds. */
function whenHeard(store: PostgresStore): { since(): number; close(): void } {
  let heardAt = performance.now();
  const look = setInterval(() => {
    if (store.ready()) heardAt = performance.now();
  }, LOOK_EVERY_MS);
  return { since: () => performance.now() - heardAt, close: () => clearInterval(look) };
}
