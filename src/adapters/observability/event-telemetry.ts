import { Counter, Gauge, Registry } from "prom-client";

/** What the primary counts of events that subscribers are told. */
export interface EventTelemetry {
  counted(subscriber: string, result: "delivered" | "failed" | "dead"): void;
  pending(subscriber: string, count: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createEventTelemetry(): EventTelemetry {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ["subscriber"] as const;
  const counters = {
    delivered: new Counter({
      name: "writ_events_delivered_total",
      help: "Security events that a subscriber took",
      labelNames,
      registers,
    }),
    failed: new Counter({
      name: "writ_events_failed_total",
      help: "Tries to bring a subscriber a security event that failed and are made again",
      labelNames,
      registers,
    }),
    dead: new Counter({
      name: "writ_events_dead_total",
      help: "Security events that were given up: refused, or too old",
      labelNames,
      registers,
    }),
  };
  const pending = new Gauge({
    name: "writ_events_pending",
    help: "Security events that a subscriber has not taken yet",
    labelNames,
    // All replicas say the same number.
    aggregator: "max",
    registers,
  });
  return {
    counted: (subscriber, result) => counters[result].inc({ subscriber }),
    pending: (subscriber, count) => pending.set({ subscriber }, count),
    samples: () => registry.getMetricsAsJSON(),
  };
}
