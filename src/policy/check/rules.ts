import { nearestOf } from "../did-you-mean.ts";
import type { Problem } from "../project/problem.ts";
import type { OutlinedRule } from "../rego/outline.ts";
import type { RefPart } from "../rego/refs.ts";
import { mistake } from "./finding.ts";
import type { IndexedModule, PolicyIndex } from "./index-policy.ts";

/** What other policy languages, and people, call the rules that main gathers. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  accept: "allow",
  alert: "warn",
  approval: "require_approval",
  approve: "require_approval",
  deny: "block",
  disallow: "block",
  forbid: "block",
  needs_approval: "require_approval",
  obligation: "oblige",
  obligations: "oblige",
  permit: "allow",
  refuse: "block",
  reject: "block",
  violation: "block",
  violations: "block",
  warning: "warn",
};

/** What the rules hold that hold no reasons. */
const ELEMENTS: Readonly<Record<string, string>> = {
  grant: "grant",
  label: "text",
  oblige: "obligation",
  redact: "pointer",
  revoke: "text",
  risk: "points",
};

/** Rules of `policy.*` that main would not read, or not as what they are. */
export function checkRules(index: PolicyIndex): readonly Problem[] {
  const policies = index.own.filter(({ package: path }) => path[0] === "policy" && path.length === 2);
  return policies.flatMap((module) => [
    ...checkForms(module, index.gathered),
    ...(index.gathered.length === 0 ? [] : checkReaders(module, index)),
  ]);
}

function checkForms({ file, rules }: IndexedModule, gathered: readonly string[]): readonly Problem[] {
  return rules
    .filter(({ name, form }) => gathered.includes(name.text) && form !== "set")
    .map((rule) => {
      const { text } = rule.name;
      const message = rule.isDefault
        ? `${text} is a set of reasons, which needs no default`
        : `${text} is no set: main reads the elements of ${text}`;
      return mistake(file, rule.name, "rule-not-a-set", message, formHint(rule));
    });
}

function formHint({ name: { text }, isDefault }: OutlinedRule): string {
  if (isDefault) return "remove the line";
  const element = ELEMENTS[text] ?? "reason";
  return `write: ${text} contains ${element} if {`;
}

function checkReaders(module: IndexedModule, index: PolicyIndex): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { name } of module.rules) {
    const { text } = name;
    if (seen.has(text) || index.gathered.includes(text) || isRead(text, module, index)) continue;
    seen.add(text);
    const meant = OTHER_NAMES[text] ?? nearestOf(text, index.gathered);
    const known = meant !== undefined && index.gathered.includes(meant);
    const hint = known ? `did you mean ${meant}?` : "remove it, or use it in one of these";
    const message = `nothing reads the rule ${text}: main gathers ${index.gathered.join(", ")}`;
    problems.push(mistake(module.file, name, "unread-rule", message, hint));
  }
  return problems;
}

function isRead(rule: string, module: IndexedModule, { modules }: PolicyIndex): boolean {
  const path = ["data", ...module.package, rule];
  return modules.some((other) =>
    other.rules.some(({ name, refs }) =>
      refs.some(
        ({ parts, at }) =>
          at !== name && (leadsTo(parts, path) || (other.name === module.name && parts[0]?.key === rule)),
      ),
    ),
  );
}

/** A computed key may be any. */
function leadsTo(parts: readonly RefPart[], path: readonly string[]): boolean {
  return parts.length >= path.length && path.every((key, i) => (parts[i]?.key ?? key) === key);
}
