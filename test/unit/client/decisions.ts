import type { Decision } from "../../../packages/client/src/index.ts";

/** An answer that lets a call run, unless it is changed. */
export function decisionOf(changes: Partial<Decision>): Decision {
  return {
    decision_id: "dec_1",
    request_id: "r",
    effect: "allow",
    reasons: [{ code: "because", message: "of a rule" }],
    obligations: [],
    recorded: "x",
    ...changes,
  };
}
