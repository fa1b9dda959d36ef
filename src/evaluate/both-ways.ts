import { isDeepStrictEqual } from "node:util";
import type { Policy } from "../ports/policy.ts";
import { evaluate } from "./evaluate.ts";
import { projectedText } from "./input-text.ts";

/**
 * Judges inputs by their whole text and by what the policy is said to read of them, for who takes a bundle into use.
 * @returns what differs, in words; undefined when nothing does
 */
export function readsProblem(policy: Policy, inputs: readonly Readonly<Record<string, unknown>>[]): string | undefined {
  for (const [index, input] of inputs.entries()) {
    const judged = projectedText(input, policy.inputReads);
    if (!isDeepStrictEqual(evaluate(policy, JSON.stringify(input)), evaluate(policy, judged))) {
      return `input ${index + 1} is judged differently without the parts that .manifest says are not read`;
    }
  }
  return undefined;
}
