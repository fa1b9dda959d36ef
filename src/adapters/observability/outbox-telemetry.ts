import { Counter, Gauge, Registry } from "prom-client";
import type { SinkTelemetry } from "../../ports/sink-telemetry.ts";

/** What the primary counts of webhooks and sinks. Names come from the configuration, so that there are few. */
export interface OutboxTelemetry {
  of(kind: "webhook" | "sink", name: string): SinkTelemetry;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createOutboxTelemetry(): OutboxTelemetry {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ["kind", "sink"] as const;
  const counter = (result: string, help: string) =>
    new Counter({ name: `writ_outbox_${result}_total`, help, labelNames, registers });
  const counters = {
    delivered: counter("delivered", "Messages that a webhook, and records that a sink, has taken"),
    failed: counter("failed", "Tries that failed and are made again"),
    dead: counter("dead", "Messages that were given up: refused, or too old. Records never are"),
  };
  const pending = new Gauge({
    name: "writ_outbox_pending",
    help: "What a webhook or sink has not taken yet; of a sink counted up to 10000",
    labelNames,
    // All replicas say the same number.
    aggregator: "max",
    registers,
  });
  return {
    of: (kind, sink) => ({
      counted: (result, count) => counters[result].inc({ kind, sink }, count),
      pending: (count) => pending.set({ kind, sink }, count),
    }),
    samples: () => registry.getMetricsAsJSON(),
  };
}
