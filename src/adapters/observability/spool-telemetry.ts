import { Counter, Registry } from "prom-client";

/** What the primary counts of the journals that dead workers left. */
export interface SpoolTelemetry {
  lost(count: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createSpoolTelemetry(): SpoolTelemetry {
  const registry = new Registry();
  const lost = new Counter({
    name: "writ_records_lost_total",
    help: "Records that were answered and then could not be written",
    registers: [registry],
  });
  return { lost: (count) => lost.inc(count), samples: () => registry.getMetricsAsJSON() };
}
