import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { composePolicyTools } from "../../../../src/compose/policy-project.ts";
import { checkProject } from "../../../../src/policy/check/check.ts";
import { indexPolicy } from "../../../../src/policy/check/index-policy.ts";
import { GATHERED } from "../../../../src/policy/gathered.ts";
import { lintProject } from "../../../../src/policy/lint/own.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { outlineOf } from "../../../../src/policy/rego/outline.ts";
import { BUILT_IN, folderWith } from "../support.ts";

const tools = composePolicyTools({});
const READY = "examples/policies";
const FOLDERS = [
  BUILT_IN,
  "src/policy/init/starter",
  ...readdirSync(READY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(READY, name)),
];

describe("policies that are right", () => {
  test.each(FOLDERS)("%s has no mistake", (folder) => {
    expect(checkProject(readProject(folder, BUILT_IN), tools.builtinProblem)).toEqual([]);
  });

  test("lines may end as on Windows", () => {
    const starter = "src/policy/init/starter";
    const files = readProject(starter, BUILT_IN).files.filter(({ own }) => own);
    const dir = folderWith(
      Object.fromEntries(
        files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString("utf8").replaceAll("\n", "\r\n")]),
      ),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(checkProject(readProject(dir, BUILT_IN), tools.builtinProblem)).toEqual([]);
  });

  test.each(["src/policy/init/starter"])("%s has nothing to regret", (folder) => {
    expect(lintProject(readProject(folder, BUILT_IN))).toEqual([]);
  });
});

describe("what the checks know of the library", () => {
  test("the rules that main gathers", () => {
    const { gathered } = indexPolicy(readProject(BUILT_IN, BUILT_IN));
    expect(gathered).toEqual([...GATHERED].sort());
  });

  test("a main of one's own gathers what it says", () => {
    const main = "package writ.main\n\ndecision := {x | some x in data.policy[_].veto}\n";
    const project = readProject(folderWith({ "writ/main/main.rego": main }), BUILT_IN);
    expect(indexPolicy(project).gathered).toEqual(["veto"]);
  });

  test("the same rules as OPA, by name and kind", () => {
    const text = `package a.b["c d"]

import data.x as y

default f := false

f if true

g[k] := v if { some k, v in input }

h(x) := x

i contains $"a {h("}")} {"b"}" # if
if {
	true
}

j.k := 1

l := {
	"m": 1,
} else := 2
`;
    const { package: path, imports, rules } = outlineOf(text);
    expect(path).toEqual(["a", "b", "c d"]);
    expect(imports.map(({ alias, path: to }) => [alias, to])).toEqual([["y", ["data", "x"]]]);
    expect(rules.map(({ name, form, isDefault, isBoolean }) => [name.text, form, isDefault, isBoolean])).toEqual([
      ["f", "value", true, false],
      ["f", "value", false, true],
      ["g", "object", false, false],
      ["h", "function", false, false],
      ["i", "set", false, false],
      ["j", "object", false, false],
      ["l", "value", false, false],
    ]);
  });
});
