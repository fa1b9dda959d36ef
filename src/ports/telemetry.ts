import type { Effect } from "../domain/decision.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { GrantKind, RedemptionRefusal } from "../domain/grant.ts";

export const STEPS = [
  "decode",
  "admit",
  "canonicalize",
  "identify",
  "situate",
  "evaluate",
  "grant",
  "commit",
  "encode",
] as const;
export type Step = (typeof STEPS)[number];

/** What one tenant's pipeline and the transports count. Never a token or an argument's value. */
export interface Telemetry {
  decided(effect: Effect, reason: string, protocol: string): void;
  refused(code: ErrorCode, protocol: string): void;
  stepTook(step: Step, milliseconds: number): void;
  /** A whole decision. */
  decisionTook(milliseconds: number): void;
  /** How many decisions are under way now. */
  inFlight(count: number): void;
  /** A grant that was made. */
  granted(kind: GrantKind): void;
  /** A grant that a broker took, or wanted to take. */
  redemption(result: "redeemed" | RedemptionRefusal): void;
}
