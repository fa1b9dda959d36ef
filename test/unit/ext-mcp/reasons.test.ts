import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PIPELINE_BLOCKS } from "../../../src/domain/decision.ts";
import { LIFTABLE, mayBeLifted, NEVER_LIFTED } from "../../../src/transports/ext-mcp/reasons.ts";

const POLICIES = globSync("rego/{policy,writ}/**/*.rego").filter((path) => !path.endsWith("_test.rego"));

/** Of the rules that block, wait for a person or warn: what stands in a block's reasons. */
const RULE = /^# title: ([a-z_]+)\n(?:#.*\n)*(?:block|require_approval|warn) contains/gm;
/** Of rego/writ/main itself. */
const OWN = /(?:own\("|"code": ")([a-z_]+)"/g;

const codes = new Set(
  POLICIES.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(RULE), ...text.matchAll(OWN)].map(([, code]) => code as string);
  }),
);
codes.delete("approved");

test("every reason of the default policy is known to be about the arguments, or not", () => {
  expect(codes.size).toBeGreaterThan(50);
  const unknown = [...codes].filter((code) => !LIFTABLE.has(code) && !NEVER_LIFTED.has(code));
  expect(unknown).toEqual([]);
});

test("no code is both, and none is one that no rule has", () => {
  const both = [...LIFTABLE].filter((code) => NEVER_LIFTED.has(code));
  const gone = [...LIFTABLE, ...NEVER_LIFTED].filter((code) => !codes.has(code));
  expect({ both, gone }).toEqual({ both: [], gone: [] });
});

test.each([
  { code: "resource_not_in_intent", traits: [], lifted: true },
  { code: "approval_required", traits: [], lifted: true },
  { code: "verb_not_in_intent", traits: ["reads"], lifted: false },
  { code: "verb_not_in_intent", traits: ["executes", "writes"], lifted: true },
  { code: "tool_unknown", traits: ["executes"], lifted: false },
  { code: "a_rule_of_ours", traits: ["executes"], lifted: false },
] as const)("$code of a call with the traits $traits may be lifted: $lifted", ({ code, traits, lifted }) => {
  expect(mayBeLifted(code, { traits })).toBe(lifted);
});

test.each(PIPELINE_BLOCKS)("%s hides a tool, whatever it does", (code) => {
  expect(mayBeLifted(code, { traits: ["executes"] })).toBe(false);
});
