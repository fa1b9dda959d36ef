import { Registry } from "prom-client";
import { DELIVERY_METRICS } from "./catalogue/delivery.ts";
import { counter, gauge } from "./catalogue/spec.ts";

/** What the primary counts of events that one tenant's subscribers are told. */
export interface EventTelemetry {
  counted(subscriber: string, result: "delivered" | "failed" | "dead"): void;
  pending(subscriber: string, count: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createEventTelemetry(tenant: string): EventTelemetry {
  const registry = new Registry();
  const registers = [registry];
  const counters = {
    delivered: counter(DELIVERY_METRICS.eventsDelivered, registers),
    failed: counter(DELIVERY_METRICS.eventsFailed, registers),
    dead: counter(DELIVERY_METRICS.eventsDead, registers),
  };
  const pending = gauge(DELIVERY_METRICS.eventsPending, registers);
  return {
    counted: (subscriber, result) => counters[result].inc({ tenant, subscriber }),
    pending: (subscriber, count) => {
      pending.set({ tenant, subscriber }, count);
      // A count that appears with its first event has not risen yet, as Prometheus sees it.
      for (const counted of Object.values(counters)) counted.inc({ tenant, subscriber }, 0);
    },
    samples: () => registry.getMetricsAsJSON(),
  };
}
