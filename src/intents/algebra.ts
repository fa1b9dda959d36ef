import { MAX_ALLOWANCES } from "../domain/allowance.ts";
import type { FieldViolation } from "../domain/errors.ts";
import type { Allowance } from "../domain/identity.ts";
import type { IntentTerms } from "../domain/intent.ts";
import { both, wider } from "./allowance.ts";

/** What of an intent another one can narrow. The purpose is for people, and the agent may be another one. */
type Scope = Pick<IntentTerms, "task" | "on_behalf_of" | "allows" | "not_before_ms" | "expires_at_ms">;

/**
 * Where a child permits what its parent does not, by JSON Pointer into the child; nowhere when it is narrower or the same.
 * Each of its allowances has to be within one of the parent's.
 */
export function narrows(parent: Scope, child: Scope): readonly FieldViolation[] {
  const violations: FieldViolation[] = [];
  const check = (holds: boolean, pointer: string, description: string) => {
    if (!holds) violations.push({ pointer, description });
  };
  check(child.task === parent.task, "/task", "must be the parent's task");
  check(child.on_behalf_of === parent.on_behalf_of, "/on_behalf_of", "must be the same as the parent's");
  check(child.not_before_ms >= parent.not_before_ms, "/not_before", "must not be before the parent's");
  check(child.expires_at_ms <= parent.expires_at_ms, "/expires_at", "must not be after the parent's");
  for (const [index, allowance] of child.allows.entries()) {
    for (const field of widest(allowance, parent.allows)) {
      check(false, `/allows/${index}/${field}`, "permits more than the parent does");
    }
  }
  return violations;
}

/** The fields by which an allowance leaves the parent's that comes nearest; none when it is within one. */
function widest(allowance: Allowance, parents: readonly Allowance[]): readonly string[] {
  const ways = parents.map((parent) => wider(allowance, parent));
  // Where no verb fits, nothing else that can be said of it is of help.
  const [nearest = ["verb"]] = ways.sort((a, b) => a.length - b.length).sort((a, b) => onVerb(a) - onVerb(b));
  return nearest.includes("verb") ? ["verb"] : nearest;
}

function onVerb(fields: readonly string[]): number {
  return fields.includes("verb") ? 1 : 0;
}

/**
 * What two lists of allowances both permit, each once: never more, and less only where no allowance can say it (see `both`). More than
 * an intent may have are as many as tell that: of two long lists each pair is one.
 */
export function meet(a: readonly Allowance[], b: readonly Allowance[]): readonly Allowance[] {
  const shared = new Map<string, Allowance>();
  for (const one of a) {
    for (const other of b) {
      const allowance = both(one, other);
      if (allowance !== undefined) shared.set(JSON.stringify(allowance), allowance);
      if (shared.size > MAX_ALLOWANCES) return [...shared.values()];
    }
  }
  return [...shared.values()];
}
