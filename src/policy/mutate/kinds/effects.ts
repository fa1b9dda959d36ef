import type { Edit } from "../edit.ts";
import type { RegoSource } from "../source.ts";
import { type Rule, spanOf, walk } from "../syntax.ts";
import { rootsOf } from "./conditions.ts";

/** What each effect becomes: the one that lets more go on, and of `allow` the contrary. */
const FLIPPED: Readonly<Record<string, string>> = {
  block: "allow",
  require_approval: "warn",
  warn: "allow",
  allow: "block",
};

/** The packages in which main gathers rules by these names. */
const GATHERED = "policy.";

/** Makes a rule one of another effect, and a decision another. */
export function effectEdits(source: RegoSource, rule: Rule, packageName: string): readonly Edit[] {
  const [name] = rule.head.ref;
  const names = packageName.startsWith(GATHERED) && name !== undefined ? [name] : [];
  const texts = rootsOf(rule).flatMap((root) => [...walk(root)].filter(({ type }) => type === "string"));
  return [...names, ...texts].flatMap((node) => {
    const flipped = FLIPPED[String(node.value)];
    const span = spanOf(source, node);
    if (flipped === undefined || span === undefined) return [];
    const text = source.slice(span);
    // A name in a path (`data.policy[_].block`) is no effect.
    if (node.type === "string" && !text.startsWith('"')) return [];
    return [{ kind: "effect_flipped", span, replacement: text.replace(String(node.value), flipped) }];
  });
}

export function isEffect(text: string): boolean {
  return Object.hasOwn(FLIPPED, text);
}
