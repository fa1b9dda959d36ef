import { Registry } from "prom-client";
import { PROCESS_METRICS } from "./catalogue/process.ts";
import { counter, readGauge } from "./catalogue/spec.ts";
import { STORAGE_METRICS } from "./catalogue/storage.ts";
import { countLag } from "./lag.ts";

const DAY_MS = 86_400_000;

/** What the primary counts of its workers and of the database's partitions. */
export interface PrimaryTelemetry {
  /** @param read how many workers there should be, and are ready */
  workers(read: () => { readonly configured: number; readonly ready: number }): void;
  workerEnded(cause: "died" | "stuck" | "overdue"): void;
  /** @param untilMs the end of the last day in a row that has a partition, milliseconds since 1970 */
  partitioned(untilMs: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

/** @param now milliseconds since 1970 */
export function createPrimaryTelemetry(now: () => number): PrimaryTelemetry {
  const registry = new Registry();
  const registers = [registry];
  countLag("primary", registers);
  const ended = counter(PROCESS_METRICS.workersEnded, registers);
  // A count that appears with its first event has not risen yet, as Prometheus sees it.
  for (const cause of ["died", "stuck", "overdue"] as const) ended.inc({ cause }, 0);
  let partitionedUntilMs: number | undefined;
  readGauge(STORAGE_METRICS.partitionsAhead, registers, () =>
    partitionedUntilMs === undefined ? undefined : (partitionedUntilMs - now()) / DAY_MS,
  );
  return {
    workers: (read) => {
      readGauge(PROCESS_METRICS.workersWanted, registers, () => read().configured);
      readGauge(PROCESS_METRICS.workersReady, registers, () => read().ready);
    },
    workerEnded: (cause) => ended.inc({ cause }),
    partitioned: (untilMs) => {
      partitionedUntilMs = untilMs;
    },
    samples: () => registry.getMetricsAsJSON(),
  };
}
