import type { Effect } from "../domain/decision.ts";
import type { ErrorCode } from "../domain/errors.ts";

export const STEPS = ["canonicalize", "identify", "situate", "evaluate", "grant", "commit"] as const;
export type Step = (typeof STEPS)[number];

/** What the pipeline and the transports count. Never a token or an argument's value. */
export interface Telemetry {
  decided(effect: Effect, reason: string, protocol: string): void;
  refused(code: ErrorCode, protocol: string): void;
  stepTook(step: Step, milliseconds: number): void;
  /** How many decisions are under way now. */
  inFlight(count: number): void;
}
