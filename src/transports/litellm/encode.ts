import type { WritError } from "../../domain/errors.ts";
import type { ForwardedAnswer } from "../forwarded/decide.ts";
import { jsonAnswer } from "../native/answer.ts";
import type { HttpAnswer } from "../native/protocol.ts";

/** Nothing to judge, or all of it may run. The client takes any JSON without an action for this one. */
export const PASSED: HttpAnswer = jsonAnswer(200, { action: "NONE" });

/** LiteLLM shows the reason to whoever asked the model; the decision's id leads to the rest. */
export function encodeAnswer({ goes_on, decision }: ForwardedAnswer): HttpAnswer {
  if (goes_on) return PASSED;
  const { decision_id, reasons, approval } = decision;
  const said = reasons.map(({ code, message }) => `${code}: ${message}`).join("; ") || "the policy does not allow this";
  const waits = approval === undefined ? "" : `; a person can allow it: ${approval.url}`;
  return jsonAnswer(200, { action: "BLOCKED", blocked_reason: `${said} (${decision_id})${waits}` });
}

/**
 * A block as well: with `fail_on_error: false`, or `unreachable_fallback: fail_open` for 502 to 504, LiteLLM takes any other status for a yes.
 */
export function encodeFailed({ code, message }: WritError): HttpAnswer {
  return jsonAnswer(200, { action: "BLOCKED", blocked_reason: `${code}: ${message}` });
}
