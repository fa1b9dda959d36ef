import type { JsonObject, JsonValue } from "../../src/domain/json.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Policy } from "../../src/ports/policy.ts";
import { damaged } from "./bytes.ts";
import { changed, invented, isComplete } from "./documents.ts";
import type { Random } from "./random.ts";

export interface InputFuzz {
  readonly tried: number;
  /** How many of them were no JSON, or lacked what every input has. */
  readonly broken: number;
  /** Broken inputs that did not end as a block. */
  readonly let_through: readonly string[];
}

/** Judges inputs that are damaged in bytes, changed in members, or out of nothing; what is broken has to end as a block. */
export function fuzzInputs(policy: Policy, inputs: readonly JsonObject[], count: number, random: Random): InputFuzz {
  const letThrough: string[] = [];
  let broken = 0;
  for (let tried = 0; tried < count; tried++) {
    const text = someText(random.pick(inputs), random);
    if (!isBroken(text)) {
      evaluate(policy, text);
      continue;
    }
    broken++;
    const verdict = evaluate(policy, text);
    if (verdict.effect !== "block") letThrough.push(text);
  }
  return { tried: count, broken, let_through: letThrough };
}

function someText(input: JsonObject, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return Buffer.from(damaged(Buffer.from(JSON.stringify(input)), random)).toString();
    case 1:
      return JSON.stringify(invented(random));
    default:
      return JSON.stringify(changed(input, random));
  }
}

function isBroken(text: string): boolean {
  let document: JsonValue;
  try {
    document = JSON.parse(text) as JsonValue;
  } catch {
    return true;
  }
  return !isComplete(document);
}
