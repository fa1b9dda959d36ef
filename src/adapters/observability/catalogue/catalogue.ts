import { BUNDLE_METRICS } from "./bundles.ts";
import { DECISION_METRICS } from "./decisions.ts";
import { DELIVERY_METRICS } from "./delivery.ts";
import { GATE_METRICS } from "./gate.ts";
import { PROCESS_METRICS } from "./process.ts";
import type { MetricSpec } from "./spec.ts";
import { STORAGE_METRICS } from "./storage.ts";

/** Every metric of Writ's own, in the order of docs/metrics.md, which is made of it. */
export const METRIC_GROUPS: readonly { readonly title: string; readonly metrics: readonly MetricSpec[] }[] = [
  { title: "Decisions", metrics: Object.values(DECISION_METRICS) },
  { title: "Limits and overload", metrics: Object.values(GATE_METRICS) },
  { title: "Database and record", metrics: Object.values(STORAGE_METRICS) },
  { title: "Bundles", metrics: Object.values(BUNDLE_METRICS) },
  { title: "Who is told", metrics: Object.values(DELIVERY_METRICS) },
  { title: "Processes", metrics: Object.values(PROCESS_METRICS) },
];
