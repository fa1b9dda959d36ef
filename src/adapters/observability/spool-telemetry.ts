import { Registry } from "prom-client";
import { counter } from "./catalogue/spec.ts";
import { STORAGE_METRICS } from "./catalogue/storage.ts";

/** What the primary counts of the journals that dead workers left. */
export interface SpoolTelemetry {
  lost(count: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createSpoolTelemetry(): SpoolTelemetry {
  const registry = new Registry();
  const lost = counter(STORAGE_METRICS.lost, [registry]);
  return { lost: (count) => lost.inc(count), samples: () => registry.getMetricsAsJSON() };
}
