import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

/** From what no decision notices to what has the primary kill a worker (5 s). */
const LAG_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What is counted of the processes, and of what they need to go on. */
export const PROCESS_METRICS = {
  build: {
    name: "writ_build_info",
    type: "gauge",
    help: "1; which Writ runs on which Node",
    labels: { version: label.version, node: label.version },
    over: "max",
  },
  workersWanted: {
    name: "writ_workers_configured",
    type: "gauge",
    help: "Workers that there should be",
    labels: {},
  },
  workersReady: {
    name: "writ_workers_ready",
    type: "gauge",
    help: "Workers that take calls",
    labels: {},
  },
  workersEnded: {
    name: "writ_workers_ended_total",
    type: "counter",
    help: "Workers that ended and were replaced: died by themselves, were silent for 5 s, or were in an evaluation for too long",
    labels: { cause: label.ending },
  },
  lag: {
    name: "writ_event_loop_lag_seconds",
    type: "histogram",
    help: "How late a timer of 100 ms comes: what every call in the process waits for at that moment",
    labels: { process: label.processKind },
    buckets: LAG_SECONDS,
  },
  ready: {
    name: "writ_ready",
    type: "gauge",
    help: "1 where every worker can decide and record, as `/readyz` says, else 0",
    labels: {},
    over: "min",
  },
  certificate: {
    name: "writ_tls_certificate_expiry_seconds",
    type: "gauge",
    help: "Time until the certificate ends that both ports show; below 0 it has ended. Without TLS there is none",
    labels: {},
    over: "min",
  },
  filesGood: {
    name: "writ_followed_files_good",
    type: "gauge",
    help: "1 where every worker uses what the files of callers and of TLS say, 0 where it kept what they said before: docs/callers.md",
    labels: { file: label.followedFile },
    over: "min",
  },
  signingKeyAge: {
    name: "writ_signing_key_age_seconds",
    type: "gauge",
    help: "For how long the key has signed that signs now: docs/keys.md",
    labels: { purpose: label.purpose, algorithm: label.algorithm },
    over: "max",
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
