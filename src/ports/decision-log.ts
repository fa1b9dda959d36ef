import type { Decision } from "../domain/decision.ts";
import type { Admission } from "../domain/request.ts";

/** Which decisions have a line in the log: those that end in `block`, all, or none. */
export type LoggedDecisions = "blocks" | "all" | "none";

/** Tells of a decision that was made, under its id. Returns at once and never throws. @param tookMs from its turn to its record */
export type DecisionLog = (decision: Decision, admission: Admission, tookMs: number) => void;
