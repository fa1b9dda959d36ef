import type { Verdict } from "../domain/decision.ts";
import type { Admission, DecisionOptions } from "../domain/request.ts";
import { blocked } from "./verdict.ts";

/**
 * The verdict, or the block that it becomes when it lets a call go on under an obligation that nobody has said they will fulfil. What labels a
 * session is kept out of such a block: the call does not run.
 */
export function withSupported(
  verdict: Verdict,
  options: DecisionOptions,
  { obligations }: Pick<Admission, "obligations">,
): Verdict {
  const supported = options.obligations ?? obligations;
  if (verdict.effect === "block" || supported === "any") return verdict;
  const missing = verdict.obligations.find(
    ({ type, fulfillment }) => fulfillment === "required" && !supported.includes(type),
  );
  if (missing === undefined) return verdict;
  const message = `the policy requires the obligation ${missing.type}, which the caller has not said to fulfil`;
  return {
    ...blocked("obligation_unsupported", message, "evaluate"),
    session: { ...verdict.session, add_labels: [] },
    ...(verdict.redact === undefined ? {} : { redact: verdict.redact }),
  };
}
