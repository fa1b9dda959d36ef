import { collectDefaultMetrics, Registry } from "prom-client";
import { type CandidateMode, CHANGE_KINDS, type ChangeKind } from "../../domain/bundle-state.ts";
import { PIPELINE_BLOCKS } from "../../domain/decision.ts";
import type { CommitTelemetry } from "../../ports/commit-telemetry.ts";
import type { GateTelemetry } from "../../ports/gate-telemetry.ts";
import type { PolicyTelemetry } from "../../ports/policy-telemetry.ts";
import { STEPS, type Telemetry } from "../../ports/telemetry.ts";
import { DECISION_METRICS } from "./catalogue/decisions.ts";
import { MAX_BUILTINS, reasonsEach } from "./catalogue/labels.ts";
import { counter, gauge, histogram } from "./catalogue/spec.ts";
import { STORAGE_METRICS } from "./catalogue/storage.ts";
import { Few } from "./few.ts";
import { gateMetrics } from "./gate-telemetry.ts";
import { countLag } from "./lag.ts";
import { type Watched, watch } from "./watched.ts";

export interface WorkerTelemetry {
  /** What one tenant's pipeline counts. */
  of(tenant: string): Telemetry;
  readonly policy: PolicyTelemetry;
  readonly commits: CommitTelemetry;
  readonly gate: GateTelemetry;
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
  /** What is looked at whenever somebody looks at the metrics. */
  watch(watched: Watched): void;
  /** For mergeSamples. */
  samples(): Promise<unknown>;
  close(): void;
}

export interface TelemetryOptions {
  /** How many tenants there are. */
  readonly tenants: number;
  /** Writ's own. */
  readonly version: string;
}

export function createTelemetry({ tenants, version }: TelemetryOptions): WorkerTelemetry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const lost = counter(STORAGE_METRICS.lost, registers);
  const lag = countLag("worker", registers);
  return {
    of: pipelineMetrics(registers, tenants),
    policy: policyMetrics(registers),
    commits: commitMetrics(registers),
    gate: gateMetrics(registers),
    lost: (count) => lost.inc(count),
    ...spoolMetrics(registers),
    ...comparisonMetrics(registers),
    watch: (watched) => watch(watched, version, registers),
    samples: () => registry.getMetricsAsJSON(),
    close: () => lag.close(),
  };
}

/** @returns what one tenant's pipeline counts, by its name */
function pipelineMetrics(registers: Registry[], tenants: number): (tenant: string) => Telemetry {
  const decisions = counter(DECISION_METRICS.decisions, registers);
  const refused = counter(DECISION_METRICS.refused, registers);
  const durations = histogram(DECISION_METRICS.duration, registers);
  const inFlight = gauge(DECISION_METRICS.inFlight, registers);
  const steps = histogram(DECISION_METRICS.steps, registers);
  // Looked up once: finding a child by its labels costs as much as a step.
  const timers = new Map(STEPS.map((step) => [step, steps.labels({ step })]));
  const granting = grantMetrics(registers);
  return (tenant) => {
    // Of each tenant's own: a policy with reasons without end takes no names from the others.
    const reasons = new Few(reasonsEach(tenants), PIPELINE_BLOCKS);
    const duration = durations.labels({ tenant });
    return {
      decided: (effect, reason, protocol) => decisions.inc({ effect, reason: reasons.name(reason), protocol, tenant }),
      refused: (code, protocol) => refused.inc({ code, protocol }),
      stepTook: (step, milliseconds) => timers.get(step)?.observe(milliseconds / 1000),
      decisionTook: (milliseconds) => duration.observe(milliseconds / 1000),
      inFlight: (count) => inFlight.set({ tenant }, count),
      ...granting,
    };
  };
}

function policyMetrics(registers: Registry[]): PolicyTelemetry {
  const fuel = histogram(DECISION_METRICS.fuel, registers);
  const exhausted = counter(DECISION_METRICS.fuelExhausted, registers);
  const failed = counter(DECISION_METRICS.builtinErrors, registers);
  const builtins = new Few(MAX_BUILTINS);
  return {
    evaluated: (units, isExhausted) => {
      fuel.observe(units);
      if (isExhausted) exhausted.inc();
    },
    builtinFailed: (name) => failed.inc({ builtin: builtins.name(name) }),
  };
}

function commitMetrics(registers: Registry[]): CommitTelemetry {
  const batch = histogram(STORAGE_METRICS.batch, registers);
  const flush = histogram(STORAGE_METRICS.flush, registers);
  return {
    flushed: (records, milliseconds) => {
      batch.observe(records);
      flush.observe(milliseconds / 1000);
    },
  };
}

function spoolMetrics(registers: Registry[]): Pick<WorkerTelemetry, "spooled" | "spoolRefused"> {
  const bytes = gauge(STORAGE_METRICS.spooled, registers);
  const refused = counter(STORAGE_METRICS.spoolRefused, registers);
  return { spooled: (count) => bytes.set(count), spoolRefused: (reason) => refused.inc({ reason }) };
}

function comparisonMetrics(registers: Registry[]): Pick<WorkerTelemetry, "compared" | "comparisonsDropped"> {
  const judged = counter(DECISION_METRICS.compared, registers);
  const differences = counter(DECISION_METRICS.differences, registers);
  const dropped = counter(DECISION_METRICS.comparisonsDropped, registers);
  return {
    compared: (mode, kinds) => {
      judged.inc({ mode });
      // At 0 as well, so that a rate over it is 0 and not nothing.
      for (const kind of CHANGE_KINDS) differences.inc({ mode, kind }, kinds.includes(kind) ? 1 : 0);
    },
    comparisonsDropped: (count) => dropped.inc(count),
  };
}

function grantMetrics(registers: Registry[]): Pick<Telemetry, "granted" | "redemption"> {
  const grants = counter(DECISION_METRICS.grants, registers);
  const legacy = counter(DECISION_METRICS.legacy, registers);
  const redemptions = counter(DECISION_METRICS.redemptions, registers);
  return {
    granted: (kind) => {
      grants.inc({ kind });
      if (kind === "legacy") legacy.inc();
    },
    redemption: (result) => redemptions.inc({ result }),
  };
}
