import type { Decision } from "../domain/decision.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { Step } from "./telemetry.ts";

export interface TracedStep {
  readonly step: Step;
  /** Milliseconds since 1970, with a fraction. */
  readonly started_ms: number;
  readonly ended_ms: number;
}

/** One decision as a trace shows it. */
export interface TracedDecision {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  /** Under what the call was made: the value of a `traceparent` field; "" where none came. */
  readonly traceparent: string;
  readonly started_ms: number;
  readonly ended_ms: number;
  readonly steps: readonly TracedStep[];
  /** The answer, or the error that there was instead. */
  readonly outcome: Decision | ErrorCode;
}

/** Tells a collector of decisions. Returns at once and never throws: a collector that is away changes no decision. */
export interface Tracing {
  decided(traced: TracedDecision): void;
}
