import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

/** From 10 ms (a small bundle) to 30 s (the patience with a worker). */
const SWAP_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the primary counts of bundles. */
export const BUNDLE_METRICS = {
  activations: {
    name: "writ_bundle_activations_total",
    type: "counter",
    help: "Bundles that came into use, by cause",
    labels: { tenant: label.tenant, slot: label.slot, cause: label.cause },
  },
  refusals: {
    name: "writ_bundle_refusals_total",
    type: "counter",
    help: "Bundles that were offered or ordered and not taken into use",
    labels: { tenant: label.tenant, slot: label.slot },
  },
  unreachable: {
    name: "writ_bundle_source_errors_total",
    type: "counter",
    help: "Looks at a source that could not be reached",
    labels: { tenant: label.tenant, slot: label.slot },
  },
  swaps: {
    name: "writ_bundle_swap_seconds",
    type: "histogram",
    help: "Time from the first worker that loads a bundle to the last one that uses it",
    labels: {},
    buckets: SWAP_SECONDS,
  },
  info: {
    name: "writ_bundle_info",
    type: "gauge",
    help: "1 for each bundle in use",
    labels: { tenant: label.tenant, slot: label.slot, digest: label.digest, revision: label.revision },
    over: "max",
  },
  age: {
    name: "writ_bundle_age_seconds",
    type: "gauge",
    help: "Time since the source of the bundle was last heard: docs/bundles.md",
    labels: { tenant: label.tenant, slot: label.slot },
    over: "max",
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
