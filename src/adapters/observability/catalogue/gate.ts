import { LIMIT_CAUSES } from "../../../domain/call-limits.ts";
import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

/** From a turn that comes at once to a wait that callers notice. */
const WAIT_SECONDS = [1e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What is counted of calls that wait, and of those that are told to come back. */
export const GATE_METRICS = {
  waiting: {
    name: "writ_waiting",
    type: "gauge",
    help: "Decisions that wait for their turn: docs/limits.md",
    labels: {},
  },
  waits: {
    name: "writ_wait_seconds",
    type: "histogram",
    help: "Time that decisions waited for their turn",
    labels: {},
    buckets: WAIT_SECONDS,
  },
  limited: {
    name: "writ_limited_total",
    type: "counter",
    help: "Calls that were told to come back, by cause; without a tenant where nobody knows whose they are",
    labels: { cause: { values: LIMIT_CAUSES.join(", "), most: LIMIT_CAUSES.length }, tenant: label.tenant },
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
