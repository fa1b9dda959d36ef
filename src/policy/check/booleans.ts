import type { Problem } from "../project/problem.ts";
import { mistake } from "./finding.ts";
import type { IndexedModule, IndexedRule, PolicyIndex } from "./index-policy.ts";

/** Comparisons with `false` of a rule that is never false: where its body does not hold it is undefined. */
export function checkBooleans({ own }: PolicyIndex): readonly Problem[] {
  return own.flatMap((module) => {
    const names = neverFalse(own.filter(({ name }) => name === module.name));
    return module.rules.flatMap((rule) => comparisons(rule, names, module));
  });
}

function neverFalse(modules: readonly IndexedModule[]): ReadonlySet<string> {
  const rules = modules.flatMap((module) => module.rules);
  const valued = new Set(rules.filter(({ isBoolean }) => !isBoolean).map(({ name }) => name.text));
  const withElse = rules.filter(({ tokens }) => tokens.some(({ text, kind }) => kind === "name" && text === "else"));
  const excluded = new Set([...valued, ...withElse.map(({ name }) => name.text)]);
  return new Set(rules.map(({ name }) => name.text).filter((name) => !excluded.has(name)));
}

function comparisons(
  { refs, tokens }: IndexedRule,
  names: ReadonlySet<string>,
  { file }: IndexedModule,
): readonly Problem[] {
  return refs.flatMap(({ parts, at, next }) => {
    const [name] = parts;
    const [mark, value] = [tokens[next]?.text ?? "", tokens[next + 1]?.text ?? ""];
    const never = (mark === "==" && value === "false") || (mark === "!=" && value === "true");
    if (parts.length !== 1 || name?.key === undefined || !names.has(name.key) || !never) return [];
    const message = `${name.key} ${mark} ${value} never holds: ${name.key} has no default, so it is true or undefined`;
    const hint = `write: not ${name.key}, or add: default ${name.key} := false`;
    return [mistake(file, at, "default-missing", message, hint)];
  });
}
