import { describe, expect, it } from "vitest";
import { mutationsIn } from "./fixture.ts";

/** A rule, which begins in line 3, and all its mutations as `line:column kind: the lines after it`. */
const RULES: Readonly<Record<string, readonly [rule: string, mutations: readonly string[]]>> = {
  "a condition": [
    "p if {\n\tinput.x\n}",
    ["3:1 rule_removed: ", "4:2 condition_dropped: \ttrue", "4:2 condition_negated: \tnot input.x"],
  ],
  "a condition that is negated": [
    "p if not input.x",
    ["3:1 rule_removed: ", "3:6 condition_dropped: p if true", "3:6 condition_negated: p if input.x"],
  ],
  "two conditions in one line, behind letters of more than one unit": [
    'p if { "é😀" != input.y; input.x }',
    [
      "3:1 rule_removed: ",
      "3:8 condition_dropped: p if { true; input.x }",
      '3:8 condition_negated: p if { not "é😀" != input.y; input.x }',
      '3:8 constant_changed: p if { "é😀~" != input.y; input.x }',
      '3:25 condition_dropped: p if { "é😀" != input.y; true }',
      '3:25 condition_negated: p if { "é😀" != input.y; not input.x }',
    ],
  ],
  "an effect": ["block contains input.x", ["3:1 rule_removed: ", "3:1 effect_flipped: allow contains input.x"]],
  "a demand for an approval": [
    "require_approval contains input.x",
    ["3:1 rule_removed: ", "3:1 effect_flipped: warn contains input.x"],
  ],
  "an effect as a value": [
    'p := "allow" if input.x',
    [
      "3:1 rule_removed: ",
      '3:6 effect_flipped: p := "block" if input.x',
      '3:17 condition_dropped: p := "allow" if true',
      '3:17 condition_negated: p := "allow" if not input.x',
    ],
  ],
  "a variable that is used": ["p := y if {\n\ty := input.x\n}", ["3:1 rule_removed: "]],
  "a variable that is not used": [
    "p if {\n\tsome _ in input.xs\n}",
    ["3:1 rule_removed: ", "4:2 condition_dropped: \ttrue"],
  ],
  "a comparison": [
    "p if input.x < input.y",
    [
      "3:1 rule_removed: ",
      "3:6 condition_dropped: p if true",
      "3:6 condition_negated: p if not input.x < input.y",
      "3:14 comparison_widened: p if input.x <= input.y",
    ],
  ],
  "a comparison with its border": [
    "p if input.x >= 3",
    [
      "3:1 rule_removed: ",
      "3:6 condition_dropped: p if true",
      "3:6 condition_negated: p if not input.x >= 3",
      "3:14 operator_changed: p if input.x > 3",
      "3:17 constant_changed: p if input.x >= 4",
    ],
  ],
  "whether there is any: widened it is dropped": [
    "p if count(input.x) > 0",
    [
      "3:1 rule_removed: ",
      "3:6 condition_dropped: p if true",
      "3:6 condition_negated: p if not count(input.x) > 0",
      "3:23 constant_changed: p if count(input.x) > 1",
    ],
  ],
  "a comparison as a value": [
    "p := [input.x == input.y, 1]",
    ["3:1 rule_removed: ", "3:7 element_removed: p := [1]", "3:27 element_removed: p := [input.x == input.y]"],
  ],
  "elements of a set": [
    'p if input.x in {"b", "a"}',
    [
      "3:1 rule_removed: ",
      "3:6 condition_dropped: p if true",
      '3:6 condition_negated: p if not input.x in {"b", "a"}',
      '3:18 element_removed: p if input.x in {"a"}',
      '3:23 element_removed: p if input.x in {"b"}',
    ],
  ],
  "the only element of a set": ["p := {1}", ["3:1 rule_removed: ", "3:6 element_removed: p := set()"]],
  "members of an object, one a line": [
    'p := {\n\t"a": input.x,\n\t"b": true,\n}',
    ["3:1 rule_removed: ", "4:2 element_removed: ", "5:2 element_removed: ", '5:7 constant_changed: \t"b": false,'],
  ],
  "a number in brackets": [
    "p := split(input.x, `.`)[0]",
    [
      "3:1 rule_removed: ",
      "3:21 constant_changed: p := split(input.x, `.~`)[0]",
      "3:26 constant_changed: p := split(input.x, `.`)[1]",
    ],
  ],
  "functions with a contrary": [
    'p if startswith(lower(input.x), "a")',
    [
      "3:1 rule_removed: ",
      "3:6 condition_dropped: p if true",
      '3:6 condition_negated: p if not startswith(lower(input.x), "a")',
      '3:6 operator_changed: p if endswith(lower(input.x), "a")',
      '3:17 operator_changed: p if startswith(upper(input.x), "a")',
      '3:33 constant_changed: p if startswith(lower(input.x), "a~")',
    ],
  ],
  arithmetic: ["p := input.x + input.y", ["3:1 rule_removed: ", "3:14 operator_changed: p := input.x - input.y"]],
  "texts for people": [
    'p := {"code": "a", "message": concat("", ["it is ", input.x])}',
    [
      "3:1 rule_removed: ",
      '3:7 element_removed: p := {"message": concat("", ["it is ", input.x])}',
      '3:15 constant_changed: p := {"code": "a~", "message": concat("", ["it is ", input.x])}',
      '3:20 element_removed: p := {"code": "a"}',
    ],
  ],
  "names that are put together": [
    'p := concat("", ["a.", input.x])',
    [
      "3:1 rule_removed: ",
      '3:13 constant_changed: p := concat("~", ["a.", input.x])',
      '3:18 element_removed: p := concat("", [input.x])',
      '3:24 element_removed: p := concat("", ["a."])',
    ],
  ],
  "a default that is false, and one that is not": [
    "default p := false\n\ndefault q := 1",
    ["3:14 constant_changed: default p := true", "5:1 rule_removed: ", "5:14 constant_changed: default q := 2"],
  ],
  branches: [
    "p := 1 if {\n\tinput.x\n} else := 2 if {\n\tinput.y\n} else := input.z",
    [
      "3:1 rule_removed: ",
      "3:6 constant_changed: p := 2 if {",
      "4:2 condition_dropped: \ttrue",
      "4:2 condition_negated: \tnot input.x",
      "5:3 rule_removed: }  else := input.z",
      "5:11 constant_changed: } else := 3 if {",
      "6:2 condition_dropped: \ttrue",
      "6:2 condition_negated: \tnot input.y",
      "7:3 rule_removed: } ",
    ],
  ],
  "branches in one line, of which OPA gives no place": [
    "p if {\n\tinput.x\n} else if input.y == 1",
    [
      "3:1 rule_removed: ",
      "4:2 condition_dropped: \ttrue",
      "4:2 condition_negated: \tnot input.x",
      "5:3 rule_removed: } ",
      "5:11 condition_dropped: } else if true",
      "5:11 condition_negated: } else if not input.y == 1",
    ],
  ],
  "conditions of every and of comprehensions": [
    "p if {\n\tevery x in input.xs { x.ok }\n\tcount([y | some y in input.ys; y.ok]) == 1\n}",
    [
      "3:1 rule_removed: ",
      "4:2 condition_dropped: \ttrue",
      "4:24 condition_dropped: \tevery x in input.xs { true }",
      "4:24 condition_negated: \tevery x in input.xs { not x.ok }",
      "5:2 condition_dropped: \ttrue",
      "5:2 condition_negated: \tnot count([y | some y in input.ys; y.ok]) == 1",
      "5:33 condition_dropped: \tcount([y | some y in input.ys; true]) == 1",
      "5:33 condition_negated: \tcount([y | some y in input.ys; not y.ok]) == 1",
      "5:43 constant_changed: \tcount([y | some y in input.ys; y.ok]) == 2",
    ],
  ],
  "a rule with METADATA, which goes with it": [
    "# METADATA\n# title: p\np if input.x",
    ["5:1 rule_removed: ", "5:6 condition_dropped: p if true", "5:6 condition_negated: p if not input.x"],
  ],
};

describe("mutations", () => {
  it.each(Object.entries(RULES))("of %s", async (_, [rule, expected]) => {
    const found = await mutationsIn(`package policy.a\n\n${rule}\n`);
    expect(found.map(({ line, column, kind, after }) => `${line}:${column} ${kind}: ${after}`)).toEqual(expected);
  });

  it("change one place, and nothing else", async () => {
    const text = "package policy.a\n\np if input.x\n\nq if input.y\n";
    const mutants = (await mutationsIn(text)).map(({ mutant }) => mutant);
    expect(mutants).toEqual([
      "package policy.a\n\n\n\nq if input.y\n",
      "package policy.a\n\np if true\n\nq if input.y\n",
      "package policy.a\n\np if not input.x\n\nq if input.y\n",
      "package policy.a\n\np if input.x\n\n\n",
      "package policy.a\n\np if input.x\n\nq if true\n",
      "package policy.a\n\np if input.x\n\nq if not input.y\n",
    ]);
  });

  it("name package, rule and the line before", async () => {
    const [first] = await mutationsIn("package policy.a\n\nblock contains 7\n");
    expect(first).toMatchObject({ package: "policy.a", rule: "block", before: "block contains 7" });
  });
});

/** Comments, and the lines of the mutations that they ignore. */
const IGNORED: Readonly<Record<string, readonly [text: string, ignored: readonly string[]]>> = {
  "at the end of the line": [
    "p if input.x # mutate: ignore it is asked for in main as well\n\nq if input.y",
    ["3: it is asked for in main as well", "3: it is asked for in main as well", "3: it is asked for in main as well"],
  ],
  "above the line": [
    "p if {\n\t# mutate: ignore twice is safer\n\n\tinput.x\n}",
    ["6: twice is safer", "6: twice is safer"],
  ],
  "in a text": ['p := "# mutate: ignore nothing"', []],
  "another comment": ["# mutated: ignore this\np if input.x", []],
};

describe("comments", () => {
  it.each(Object.entries(IGNORED))("%s", async (_, [text, expected]) => {
    const found = await mutationsIn(`package policy.a\n\n${text}\n`);
    const ignored = found.flatMap(({ line, ignored: reason }) => (reason === undefined ? [] : [`${line}: ${reason}`]));
    expect(ignored).toEqual(expected);
  });

  it.each(["# mutate: ignore", "# mutate: ignore  ", "# mutate: skip it is slow", "# mutate:"])(
    "%j is refused",
    async (comment) => {
      const read = mutationsIn(`package policy.a\n\np if input.x ${comment}\n`);
      await expect(read).rejects.toThrow('a.rego:3:14: write "# mutate: ignore" and the reason, in one line');
    },
  );
});
