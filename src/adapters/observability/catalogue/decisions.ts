import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

/** From 10 µs (a step that only computes) to 10 s (a database that comes back). */
const SECONDS = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10];

/** Of a whole decision: nobody asks for less than a commit takes. */
const DECISION_SECONDS = [5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** From a rule that reads one field to the bound on one evaluation, 200,000,000. */
const FUEL = [1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7, 1e8, 2e8];

/** What the workers count of decisions. */
export const DECISION_METRICS = {
  decisions: {
    name: "writ_decisions_total",
    type: "counter",
    help: "Decisions by effect, first reason, protocol and tenant",
    labels: { effect: label.effect, reason: label.reason, protocol: label.protocol, tenant: label.tenant },
  },
  duration: {
    name: "writ_decision_duration_seconds",
    type: "histogram",
    help: "Time of a decision, from the request that was read to the answer that is on record",
    labels: { tenant: label.tenant },
    buckets: DECISION_SECONDS,
  },
  steps: {
    name: "writ_step_duration_seconds",
    type: "histogram",
    help: "Time of each step of a decision; `decode` and `encode` are those of single decisions of the native contract",
    labels: { step: label.step },
    buckets: SECONDS,
  },
  refused: {
    name: "writ_refused_total",
    type: "counter",
    help: "Requests that got an error for an answer, items of batches and streams too",
    labels: { code: label.code, protocol: label.protocol },
  },
  inFlight: {
    name: "writ_in_flight",
    type: "gauge",
    help: "Decisions under way",
    labels: { tenant: label.tenant },
  },
  fuel: {
    name: "writ_policy_fuel_units",
    type: "histogram",
    help: "Work of each evaluation of a policy, in units of its bound: docs/evaluation.md",
    labels: {},
    buckets: FUEL,
  },
  fuelExhausted: {
    name: "writ_policy_fuel_exhausted_total",
    type: "counter",
    help: "Evaluations that were ended at that bound; the call was blocked with `policy_timeout`",
    labels: {},
  },
  builtinErrors: {
    name: "writ_policy_builtin_errors_total",
    type: "counter",
    help: "Calls of a builtin that failed, which makes the policy's expression undefined",
    labels: { builtin: label.builtin },
  },
  compared: {
    name: "writ_bundle_compared_total",
    type: "counter",
    help: "Calls that the candidate and the active bundle both judged",
    labels: { mode: label.mode },
  },
  differences: {
    name: "writ_bundle_differences_total",
    type: "counter",
    help: "Of these the ones that the candidate judges differently, by kind of change",
    labels: { mode: label.mode, kind: label.change },
  },
  comparisonsDropped: {
    name: "writ_bundle_comparisons_dropped_total",
    type: "counter",
    help: "Comparisons that were not made or not written, for want of room",
    labels: {},
  },
  grants: {
    name: "writ_grants_total",
    type: "counter",
    help: "Grants that were made, by kind of target",
    labels: { kind: label.targetKind },
  },
  legacy: {
    name: "writ_grants_legacy_total",
    type: "counter",
    help: "Of these the ones behind which a long-lived key stands",
    labels: {},
  },
  redemptions: {
    name: "writ_redemptions_total",
    type: "counter",
    help: "Grants that brokers took or were refused, by result",
    labels: { result: label.redemption },
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
