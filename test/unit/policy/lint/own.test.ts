import { describe, expect, test } from "vitest";
import { lintProject } from "../../../../src/policy/lint/own.ts";
import { lineOf } from "../../../../src/policy/project/problem.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { BUILT_IN, folderWith } from "../support.ts";

const META = "# METADATA\n# title: frozen\n";
const TEST = { "policy/freeze/freeze_test.rego": "package policy.freeze_test\n\ntest_a if true\n" };

function findings(rules: string, more: Readonly<Record<string, string>> = TEST): readonly string[] {
  const dir = folderWith({ "policy/freeze/freeze.rego": `package policy.freeze\n\n${rules}\n`, ...more });
  return lintProject(readProject(dir, BUILT_IN)).map((problem) => lineOf(problem).replace(`${dir}/`, ""));
}

describe("what is likely to be regretted", () => {
  test.each([
    ["nothing", `${META}block contains {"code": "a"} if input.action.tier == "privileged"`, []],
    [
      "a rule without a title",
      'block contains {"code": "a"} if input.now',
      ["policy/freeze/freeze.rego:3:1: the rule block has no title"],
    ],
    [
      "a code for people",
      `# METADATA\n# title: Frozen!\nblock contains {"code": "a"} if input.now`,
      ['policy/freeze/freeze.rego:5:1: the title "Frozen!" is also the reason\'s code'],
    ],
    [
      "a test in the bundle",
      `${META}block contains {"code": "a"} if input.now\n\ntest_a if true`,
      ["policy/freeze/freeze.rego:7:1: the test test_a would go into the bundle"],
    ],
    [
      "a negated call with what may be absent",
      `${META}block contains {"code": "a"} if {\n\tnot startswith(input.action.resource.uri, "x")\n}`,
      [
        "policy/freeze/freeze.rego:6:17: where input.action.resource.uri is absent this is undefined, and the rule does not hold",
      ],
    ],
    [
      "a negated call with what is always there",
      `${META}block contains {"code": "a"} if {\n\tnot startswith(input.action.verb, "x")\n}`,
      [],
    ],
  ])("%s", (_, rules, expected) => {
    expect(findings(rules)).toEqual(expected);
  });

  test("a package without tests", () => {
    expect(findings(`${META}block contains {"code": "a"} if input.now`, {})).toEqual([
      "policy/freeze/freeze.rego:1:9: nothing in policy/freeze/ tests this package",
    ]);
  });

  test("a data file that OPA does not read", () => {
    const files = { ...TEST, "settings/settings.yaml": "a: 1" };
    expect(findings(`${META}block contains {"code": "a"} if input.now`, files)).toEqual([
      "settings/settings.yaml: nothing reads this file",
    ]);
  });
});
