import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

const toSubscriber = { tenant: label.tenant, subscriber: label.subscriber };
const toSink = { tenant: label.tenant, kind: label.sinkKind, sink: label.sink };

/** What the primary counts of security events, webhooks and sinks. */
export const DELIVERY_METRICS = {
  eventsDelivered: {
    name: "writ_events_delivered_total",
    type: "counter",
    help: "Security events that a subscriber took: docs/revocation.md",
    labels: toSubscriber,
  },
  eventsFailed: {
    name: "writ_events_failed_total",
    type: "counter",
    help: "Tries that failed and are made again",
    labels: toSubscriber,
  },
  eventsDead: {
    name: "writ_events_dead_total",
    type: "counter",
    help: "Events that were given up: refused, or a day old",
    labels: toSubscriber,
  },
  eventsPending: {
    name: "writ_events_pending",
    type: "gauge",
    help: "Events that a subscriber has not taken yet, looked at every 5 s; all replicas say the same number",
    labels: toSubscriber,
    over: "max",
  },
  outboxDelivered: {
    name: "writ_outbox_delivered_total",
    type: "counter",
    help: "Messages that a webhook, and records that a sink, has taken: docs/webhooks.md, docs/export.md",
    labels: toSink,
  },
  outboxFailed: {
    name: "writ_outbox_failed_total",
    type: "counter",
    help: "Tries that failed and are made again",
    labels: toSink,
  },
  outboxDead: {
    name: "writ_outbox_dead_total",
    type: "counter",
    help: "Messages that were given up: refused, or a day old. Records never are",
    labels: toSink,
  },
  outboxPending: {
    name: "writ_outbox_pending",
    type: "gauge",
    help: "What was not taken yet, looked at every 5 s; of a sink counted up to 10,000; all replicas say the same number",
    labels: toSink,
    over: "max",
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
