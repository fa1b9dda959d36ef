import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { type Explanation, explain } from "../../../../src/policy/explain/explain.ts";
import type { Cause, Failure } from "../../../../src/policy/explain/failure.ts";
import { renderExplanation } from "../../../../src/policy/explain/render.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { toolchain, withFolder } from "../mutate/fixture.ts";

const MAIN = `package writ.main

decision := {"effect": "allow", "reasons": []} if {
	count(data.policy.a.allow) > 0
} else := {"effect": "block", "reasons": []}
`;

const ALLOWS: JsonValue = { effect: "allow", reasons: [] };
const BLOCKS: JsonValue = { effect: "block", reasons: [] };

/** Explains an input by the rules of `policy.a`; the compiled policy is one that says what it is told to. */
function explained(rules: string, input: JsonObject, compiled: JsonValue = BLOCKS): Promise<Explanation> {
  const files = {
    "policy.yaml": "extends: nothing\n",
    "writ/main/main.rego": MAIN,
    "policy/a/a.rego": `package policy.a\n\n${rules}\n`,
  };
  const ref = { bundle: "b", revision: "1", digest: "sha256:00", activated_at: "" };
  const policy = { ref, data: {}, evaluate: () => ({ ok: true, document: compiled }) as const };
  return withFolder(files, async (folder) => {
    const deps = { toolchain, policy, showValues: true };
    return explain(deps, readProject(folder, "rego"), { kind: "input", input }, { input });
  });
}

/** A failure as `line:column condition (name = value)`, then its causes, each further in. */
function linesOf({ line, column, condition, values, because }: Failure, indent = ""): readonly string[] {
  const shown = Object.entries(values).map(([name, value]) => ` (${name} = ${value})`);
  return [
    `${indent}${line}:${column} ${condition}${shown.join("")}`,
    ...because.flatMap((cause) => causeLines(cause, `${indent}  `)),
  ];
}

function causeLines({ rule, line, held, value, failed }: Cause, indent: string): readonly string[] {
  const head = rule === undefined ? [] : [`${indent}${line} ${rule} ${value ?? (held ? "holds" : "fails")}`];
  return [...head, ...(failed === undefined ? [] : linesOf(failed, rule === undefined ? indent : `${indent}  `))];
}

/** The rule of the text begins in line 3. What is said of the first `allow`: how far it came, then why it failed. */
const FAILURES: Readonly<Record<string, readonly [rules: string, input: JsonObject, said: readonly string[]]>> = {
  "a comparison": [
    'allow contains "x" if {\n\tinput.a == 1\n\tinput.b > 2\n}',
    { a: 1, b: 2 },
    ["near 1/2", "5:2 input.b > 2 (input.b = 2)"],
  ],
  "the first condition, which OPA's index would pass over": [
    'allow contains "x" if {\n\tinput.a == 1\n\tinput.b > 2\n}',
    { a: 7, b: 9 },
    ["missed 0/2", "4:2 input.a == 1 (input.a = 7)"],
  ],
  "what is not there": [
    'allow contains "x" if {\n\tinput.a.b\n}',
    {},
    ["missed 0/1", "4:2 input.a.b (input.a.b = undefined)"],
  ],
  "the element that came furthest": [
    'allow contains y if {\n\tsome x in input.xs\n\tx.ok\n\tx.n > 3\n\ty := x.n\n}',
    { xs: [{ n: 9 }, { ok: true, n: 2 }, { n: 8 }] },
    ["near 2/3", "6:2 x.n > 3 (x.n = 2)"],
  ],
  "a rule that does not hold": [
    'allow contains "x" if {\n\tinput.a\n\tfine\n}\n\nfine if {\n\tinput.b == 1\n}',
    { a: true, b: 2 },
    ["near 1/2", "5:2 fine", "  8 policy.a.fine fails", "    9:2 input.b == 1 (input.b = 2)"],
  ],
  "a rule that OPA asked before": [
    'allow contains "x" if {\n\tnot fine\n\tinput.a\n}\n\nallow contains "y" if fine\n\nfine if input.b == 1',
    { a: false, b: 1 },
    ["missed 0/2", "4:2 not fine", "  10 policy.a.fine holds"],
  ],
  "a function, for each element": [
    'allow contains "x" if {\n\tsome x in input.xs\n\tf(x)\n}\n\nf(x) if x > 2\n\nf(x) if x < 0',
    { xs: [1] },
    [
      "near 1/2",
      "5:2 f(x) (x = 1)",
      "  8 policy.a.f fails",
      "    8:9 x > 2 (x = 1)",
      "  10 policy.a.f fails",
      "    10:9 x < 0 (x = 1)",
    ],
  ],
  "another value": [
    'allow contains "x" if {\n\tlevel == "high"\n}\n\nlevel := "low" if {\n\tinput.n < 5\n} else := "high"',
    { n: 1 },
    ["missed 0/1", '4:2 level == "high"', '  7 policy.a.level "low"'],
  ],
  "a branch": [
    'allow contains "x" if {\n\tlevel == "high"\n}\n\nlevel := "low" if {\n\tinput.n < 5\n} else := "high" if input.n > 9',
    { n: 7 },
    [
      "missed 0/1",
      '4:2 level == "high"',
      "  7 policy.a.level fails",
      "    8:2 input.n < 5 (input.n = 7)",
      "  9 policy.a.level fails",
      "    9:21 input.n > 9",
    ],
  ],
  "a part of an every": [
    'allow contains "x" if {\n\tevery x in input.xs {\n\t\tx.a\n\t\tx.n > 3\n\t}\n}',
    { xs: [{ a: true, n: 4 }, { a: true, n: 2 }] },
    ["missed 0/1", "4:2 every x in input.xs { … (input.xs = [{\"a\":true,\"n\":4},{\"a\":true,\"n\":2}])", "  6:3 x.n > 3 (x.n = 2)"],
  ],
}; // biome-ignore format: a table

describe("a rule that nearly fires", () => {
  it.each(Object.entries(FAILURES))("fails by %s", async (_, [rules, input, expected]) => {
    const { rules: said } = await explained(rules, input);
    const rule = said.find(({ line }) => line === 3);
    const failed = rule?.failed === undefined ? [] : linesOf(rule.failed);
    expect([`${rule?.status} ${rule?.held}/${rule?.conditions}`, ...failed]).toEqual(expected);
  });
});

describe("a rule that fires", () => {
  it("says each thing once", async () => {
    const rules = 'allow contains {"code": "x", "message": m} if {\n\tsome x in input.xs\n\tm := x.m\n}';
    const { rules: said } = await explained(rules, { xs: [{ m: "a" }, { m: "b" }, { m: "a" }] }, ALLOWS);
    expect(said).toMatchObject([
      {
        status: "fired",
        line: 3,
        said: [
          { code: "x", message: "a" },
          { code: "x", message: "b" },
        ],
      },
    ]);
  });
});

describe("the compiled policy", () => {
  const rules = 'allow contains "x" if input.a';

  it.each([
    ["allows", { a: true }, ALLOWS, true],
    ["blocks", { a: false }, BLOCKS, true],
    ["allows what it should not", { a: false }, ALLOWS, false],
    ["blocks what it should not", { a: true }, BLOCKS, false],
  ])("%s", async (_, input, compiled, same) => {
    const explanation = await explained(rules, input, compiled);
    expect(explanation.compiled.same).toBe(same);
    const note = "the compiled policy decides otherwise than OPA's interpreter";
    expect(renderExplanation(explanation, (_, text) => text).includes(note)).toBe(!same);
  });

  it("is what the effect comes from", async () => {
    const explanation = await explained(rules, { a: false }, ALLOWS);
    expect(explanation).toMatchObject({
      effect: "allow",
      compiled: { compiled: '{"effect":"allow","reasons":[]}', interpreted: '{"effect":"block","reasons":[]}' },
    });
  });
});

it.each([
  ["points", 'risk contains {"code": "odd", "points": 5} if input.a', [{ code: "odd", message: "5 points" }]],
  ["what is not recorded", 'redact contains "/arguments/body" if input.a', [{ value: '"/arguments/body"' }]],
])("%s are said", async (_, rules, said) => {
  const { rules: explainedRules } = await explained(rules, { a: true });
  expect(explainedRules).toMatchObject([{ status: "fired", said }]);
});

it("a policy that fails on the input says how", async () => {
  const failing = explained('allow contains "x" if v\n\nv := 1\n\nv := 2 if input.a', { a: true });
  await expect(failing).rejects.toThrow(
    "the policy cannot be explained: rule data.policy.a.v produced conflicting values",
  );
});
