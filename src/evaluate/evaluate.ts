import type { Verdict } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import type { Policy, TextOrigin } from "../ports/policy.ts";
import { blocked, hiddenBy, readVerdict } from "./verdict.ts";

/** Judges one input. Never throws: nothing but a document that fits and says so lets a call go on. */
export function evaluate(policy: Policy, input: string, made: TextOrigin = "outside"): Verdict {
  const evaluation = policy.evaluate(input, made);
  if (!evaluation.ok) return blocked(evaluation.code, evaluation.message, "evaluate");
  try {
    return readVerdict(evaluation.document);
  } catch (error) {
    const what = error instanceof WritError ? error.message : "the document cannot be read";
    const message = `the policy's decision does not fit its contract: ${what}`;
    return { ...blocked("policy_result_invalid", message, "evaluate"), ...hiddenBy(evaluation.document) };
  }
}
