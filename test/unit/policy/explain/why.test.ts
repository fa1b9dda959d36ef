import { expect, it } from "vitest";
import type { Verdict } from "../../../../src/domain/decision.ts";
import type { ExplainedRule } from "../../../../src/policy/explain/rules.ts";
import { whyOf } from "../../../../src/policy/explain/why.ts";
import type { Gathered } from "../../../../src/policy/gathered.ts";
import { DEMAND } from "../../../support/approvals.ts";

const fired = (gathered: Gathered): ExplainedRule => ({
  status: "fired",
  gathered,
  package: "policy.a",
  title: "t",
  file: "a.rego",
  line: 1,
  said: [],
  conditions: 1,
  held: 1,
});

const verdict = (effect: Verdict["effect"], code: string, rule: string, approval = false): Verdict => ({
  effect,
  reasons: [{ code, message: "as it is", rule, controls: [] }],
  obligations: [],
  session: { add_labels: [], revoke: false },
  ...(approval ? { approval: DEMAND } : {}),
});

const CASES: readonly (readonly [string, Verdict, readonly Gathered[], string, string])[] = [
  ["block beats all", verdict("block", "no", "policy.a"), ["block", "allow"], "block", "1 rule blocks, and nothing lifts a block; 1 rule allows"],
  ["an approval beats warn", verdict("block", "ask", "policy.a", true), ["require_approval", "require_approval", "warn", "allow"], "require_approval", "2 rules require an approval that nobody has given; 1 rule allows"],
  ["warn beats allow", verdict("warn", "odd", "policy.a"), ["warn", "allow", "allow"], "warn", "1 rule warns; 2 rules allow: the call goes on, and people are told"],
  ["allow", verdict("allow", "fine", "policy.a"), ["allow"], "allow", "1 rule allows, and none blocks, asks for an approval or warns"],
  ["approved", verdict("allow", "approved", "writ.main"), ["require_approval", "allow"], "allow", "1 rule requires an approval, and a person has given it"],
  ["nothing allows", verdict("block", "no_rule_allows", "writ.main"), ["warn"], "nothing", "no rule allows the call, and what nothing allows is blocked"],
  ["main itself", verdict("block", "grant_ambiguous", "writ.main"), ["allow"], "writ", "writ.main blocks: as it is"],
  ["a step before the policy", verdict("block", "agent_missing", "writ.identify"), [], "writ", "writ.identify blocks: as it is"],
]; // biome-ignore format: a table

it.each(CASES)("%s", (_, given, rules, decidedBy, message) => {
  expect(whyOf(given, rules.map(fired))).toMatchObject({ decided_by: decidedBy, message });
});
