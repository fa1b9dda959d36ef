import { Registry } from "prom-client";
import type { SinkTelemetry } from "../../ports/sink-telemetry.ts";
import { DELIVERY_METRICS } from "./catalogue/delivery.ts";
import { counter, gauge } from "./catalogue/spec.ts";

/** What the primary counts of one tenant's webhooks and sinks. Names come from the configuration, so that there are few. */
export interface OutboxTelemetry {
  of(kind: "webhook" | "sink", name: string): SinkTelemetry;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createOutboxTelemetry(tenant: string): OutboxTelemetry {
  const registry = new Registry();
  const registers = [registry];
  const counters = {
    delivered: counter(DELIVERY_METRICS.outboxDelivered, registers),
    failed: counter(DELIVERY_METRICS.outboxFailed, registers),
    dead: counter(DELIVERY_METRICS.outboxDead, registers),
  };
  const pending = gauge(DELIVERY_METRICS.outboxPending, registers);
  return {
    of: (kind, sink) => ({
      counted: (result, count) => counters[result].inc({ tenant, kind, sink }, count),
      pending: (count) => {
        pending.set({ tenant, kind, sink }, count);
        // A count that appears with its first event has not risen yet, as Prometheus sees it.
        for (const counted of Object.values(counters)) counted.inc({ tenant, kind, sink }, 0);
      },
    }),
    samples: () => registry.getMetricsAsJSON(),
  };
}
