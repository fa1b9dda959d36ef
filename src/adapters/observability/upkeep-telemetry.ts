import { Registry } from "prom-client";
import { readGauge } from "./catalogue/spec.ts";
import { STORAGE_METRICS } from "./catalogue/storage.ts";

/** What the primary tells of the record's upkeep: when each work was done last. */
export interface UpkeepTelemetry {
  sealed(): void;
  checkpointed(): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

/** @param now milliseconds of a clock that does not jump */
export function createUpkeepTelemetry(now: () => number): UpkeepTelemetry {
  const registry = new Registry();
  const registers = [registry];
  let [sealedAt, checkpointedAt] = [now(), now()];
  readGauge(STORAGE_METRICS.sealAge, registers, () => (now() - sealedAt) / 1000);
  readGauge(STORAGE_METRICS.checkpointAge, registers, () => (now() - checkpointedAt) / 1000);
  return {
    sealed: () => {
      sealedAt = now();
    },
    checkpointed: () => {
      checkpointedAt = now();
    },
    samples: () => registry.getMetricsAsJSON(),
  };
}
