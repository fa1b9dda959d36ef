import type { Registry } from "prom-client";
import type { GateTelemetry } from "../../ports/gate-telemetry.ts";
import { GATE_METRICS } from "./catalogue/gate.ts";
import { counter, gauge, histogram } from "./catalogue/spec.ts";

export function gateMetrics(registers: Registry[]): GateTelemetry {
  const waiting = gauge(GATE_METRICS.waiting, registers);
  const waits = histogram(GATE_METRICS.waits, registers);
  const limited = counter(GATE_METRICS.limited, registers);
  return {
    waiting: (count) => waiting.set(count),
    waited: (milliseconds) => waits.observe(milliseconds / 1000),
    limited: (cause, tenant) => limited.inc({ cause, tenant }),
  };
}
