import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { type CandidateMode, CHANGE_KINDS, type ChangeKind } from "../../domain/bundle-state.ts";
import { STEPS, type Telemetry } from "../../ports/telemetry.ts";

/** From 10 µs (a step that only computes) to 1 s (a commit on a disk that stalls). */
const BUCKETS_S = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** Policies name their own reasons; past this many the rest count as one, so that a policy cannot grow the metrics. */
const MAX_REASONS = 200;
const OTHER_REASONS = "other";

export interface WorkerTelemetry extends Telemetry {
  /** Records that were answered and could not be written afterwards. */
  lost(count: number): void;
  /** What is on this machine's disk and not known to be in the database, in bytes. */
  spooled(bytes: number): void;
  /** A record that could have been spooled and was not. */
  spoolRefused(reason: string): void;
  /** A call that two bundles judged, and how they differ. */
  compared(mode: CandidateMode, kinds: readonly ChangeKind[]): void;
  /** Comparisons that were not made, or made and not written. */
  comparisonsDropped(count: number): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
}

export function createTelemetry(): WorkerTelemetry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const decisions = new Counter({
    name: "writ_decisions_total",
    help: "Decisions by effect, first reason and protocol",
    labelNames: ["effect", "reason", "protocol"] as const,
    registers,
  });
  const refused = new Counter({
    name: "writ_refused_total",
    help: "Requests that got an error, by code and protocol",
    labelNames: ["code", "protocol"] as const,
    registers,
  });
  const steps = new Histogram({
    name: "writ_step_duration_seconds",
    help: "Time of each step of a decision",
    labelNames: ["step"] as const,
    buckets: BUCKETS_S,
    registers,
  });
  const lost = new Counter({
    name: "writ_records_lost_total",
    help: "Records that were answered and then could not be written",
    registers,
  });
  const inFlight = new Gauge({ name: "writ_in_flight", help: "Decisions under way", registers });
  const comparisons = comparisonCounters(registers);
  // Looked up once: finding a child by its labels costs as much as a step.
  const timers = new Map(STEPS.map((step) => [step, steps.labels({ step })]));
  const reasons = new Set<string>();
  return {
    decided: (effect, reason, protocol) => {
      if (reasons.size < MAX_REASONS) reasons.add(reason);
      decisions.inc({ effect, reason: reasons.has(reason) ? reason : OTHER_REASONS, protocol });
    },
    refused: (code, protocol) => refused.inc({ code, protocol }),
    stepTook: (step, milliseconds) => timers.get(step)?.observe(milliseconds / 1000),
    inFlight: (count) => inFlight.set(count),
    lost: (count) => lost.inc(count),
    ...spoolMetrics(registers),
    ...comparisons,
    ...grantCounters(registers),
    samples: () => registry.getMetricsAsJSON(),
  };
}

function spoolMetrics(registers: Registry[]): Pick<WorkerTelemetry, "spooled" | "spoolRefused"> {
  const bytes = new Gauge({
    name: "writ_spool_bytes",
    help: "Bytes in the journals of workers: records that go on to PostgreSQL",
    registers,
  });
  const refused = new Counter({
    name: "writ_spool_refused_total",
    help: "Records that the spool did not take, which were committed instead or blocked, by reason",
    labelNames: ["reason"] as const,
    registers,
  });
  return { spooled: (count) => bytes.set(count), spoolRefused: (reason) => refused.inc({ reason }) };
}

function comparisonCounters(registers: Registry[]): Pick<WorkerTelemetry, "compared" | "comparisonsDropped"> {
  const judged = new Counter({
    name: "writ_bundle_compared_total",
    help: "Calls that the candidate bundle and the active one both judged",
    labelNames: ["mode"] as const,
    registers,
  });
  const differences = new Counter({
    name: "writ_bundle_differences_total",
    help: "Of these the ones that the candidate judges differently, by kind of change",
    labelNames: ["mode", "kind"] as const,
    registers,
  });
  const dropped = new Counter({
    name: "writ_bundle_comparisons_dropped_total",
    help: "Comparisons that were not made or not written, for want of room",
    registers,
  });
  return {
    compared: (mode, kinds) => {
      judged.inc({ mode });
      for (const kind of CHANGE_KINDS) differences.inc({ mode, kind }, kinds.includes(kind) ? 1 : 0);
    },
    comparisonsDropped: (count) => dropped.inc(count),
  };
}

function grantCounters(registers: Registry[]): Pick<WorkerTelemetry, "granted" | "redemption"> {
  const grants = new Counter({
    name: "writ_grants_total",
    help: "Grants that were made, by kind of target",
    labelNames: ["kind"] as const,
    registers,
  });
  const legacy = new Counter({
    name: "writ_grants_legacy_total",
    help: "Of these the ones behind which a long-lived key stands",
    registers,
  });
  const redemptions = new Counter({
    name: "writ_redemptions_total",
    help: "Grants that brokers took or were refused, by result",
    labelNames: ["result"] as const,
    registers,
  });
  return {
    granted: (kind) => {
      grants.inc({ kind });
      if (kind === "legacy") legacy.inc();
    },
    redemption: (result) => redemptions.inc({ result }),
  };
}
