import { describe, expect, it } from "vitest";
import { composePolicyTools } from "../../../../src/compose/policy-project.ts";
import { buildBundle } from "../../../../src/policy/build/build.ts";
import { type MutationReport, mutateProject } from "../../../../src/policy/mutate/mutate.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { toolchain, withFolder } from "./fixture.ts";

/** Mutants run OPA several times each. */
const TIMEOUT_MS = 60_000;

const tools = composePolicyTools({ OPA: process.env["OPA"] ?? "var/bin/opa" });

const A = `package policy.a

allow contains "small" if {
	input.amount < 10
	input.agent == "agent:a"
}
`;

/** Notices everything but whether the amount may be ten. */
const A_TEST = `package policy.a_test

import data.policy.a

test_allows if a.allow == {"small"} with input as {"amount": 9, "agent": "agent:a"}

test_allows_no_more if a.allow == set() with input as {"amount": 11, "agent": "agent:a"}

test_allows_nobody_else if a.allow == set() with input as {"amount": 9, "agent": "agent:b"}
`;

const B = 'package policy.b\n\nwarn contains "late" if input.late\n';

function mutate(files: Readonly<Record<string, string>>, name?: string): Promise<MutationReport> {
  return withFolder({ "policy.yaml": "extends: nothing\n", ...files }, (folder) =>
    mutateProject(toolchain, readProject(folder, "rego"), {
      jobs: 2,
      ...(name === undefined ? {} : { package: name }),
      cases: { build: (project) => buildBundle(project, tools.buildParts()), load: tools.load },
    }),
  );
}

const places = (report: MutationReport) =>
  report.survivors.map(({ file, line, column, kind, after }) => [
    `${file.replace(/^.*\/policy\//, "")}:${line}:${column}`,
    kind,
    after.trim(),
  ]);

describe("mutateProject", { timeout: TIMEOUT_MS }, () => {
  it("finds the change that no test notices", async () => {
    const report = await mutate({ "policy/a/a.rego": A, "policy/a/a_test.rego": A_TEST });
    expect(places(report)).toEqual([
      ["a/a.rego:4:15", "comparison_widened", "input.amount <= 10"],
      ["a/a.rego:4:17", "constant_changed", "input.amount < 11"],
    ]);
    expect(report).toMatchObject({ noticed: 8, survived: 2, ignored: 0, invalid: 0, score: 80 });
  });

  it("counts by package, and a package without a test not at all", async () => {
    const report = await mutate({ "policy/a/a.rego": A, "policy/a/a_test.rego": A_TEST, "policy/b/b.rego": B });
    expect(report.packages).toEqual([
      { package: "policy.a", noticed: 8, survived: 2, ignored: 0, score: 80 },
      { package: "policy.b", noticed: 0, survived: 5, ignored: 0, score: 0 },
    ]);
  });

  it("changes only the package that is asked for", async () => {
    const files = { "policy/a/a.rego": A, "policy/a/a_test.rego": A_TEST, "policy/b/b.rego": B };
    const report = await mutate(files, "policy.b");
    expect(report.packages.map(({ package: name }) => name)).toEqual(["policy.b"]);
    await expect(mutate(files, "policy.c")).rejects.toThrow("has no rule of its own to change in policy.c");
  });

  it("leaves out what a comment gives a reason for", async () => {
    const ignored = A.replace("< 10", "< 10 # mutate: ignore nobody pays ten");
    const report = await mutate({ "policy/a/a.rego": ignored, "policy/a/a_test.rego": A_TEST });
    expect(report).toMatchObject({ survived: 0, ignored: 4, score: 100 });
    expect(report.ignores.map((one) => one.ignored)).toEqual(Array(4).fill("nobody pays ten"));
  });

  it("counts no change that does not compile", async () => {
    const text = "package policy.a\n\nf(x) := x\n\nallow contains f(1)\n";
    const test = "package policy.a_test\n\ntest_a if data.policy.a.allow == {1}\n";
    const report = await mutate({ "policy/a/a.rego": text, "policy/a/a_test.rego": test });
    expect(report).toMatchObject({ noticed: 3, survived: 0, invalid: 1, score: 100 });
  });

  it("counts a change after which only the tests do not compile as noticed", async () => {
    const text = "package policy.a\n\nf(x) := x\n";
    const test = "package policy.a_test\n\ntest_a if data.policy.a.f(1) == 1\n";
    const report = await mutate({ "policy/a/a.rego": text, "policy/a/a_test.rego": test });
    expect(report).toMatchObject({ noticed: 1, survived: 0, invalid: 0 });
  });

  it("runs tests of one name together, as OPA does", async () => {
    const test =
      "package policy.b_test\n\ntest_b if true\n\ntest_b if data.policy.b.warn == set()\n\n" +
      'test_b if data.policy.b.warn == {"late"} with input.late as true\n';
    const report = await mutate({ "policy/b/b.rego": B, "policy/b/b_test.rego": test });
    expect(report).toMatchObject({ noticed: 5, survived: 0 });
  });

  it.each([
    ["there is neither test nor case", {}, "has no test and no case"],
    [
      "a test fails already",
      { "policy/b/b_test.rego": "package policy.b_test\n\ntest_b if false\n" },
      "tests fail before",
    ],
    [
      "a test does not compile",
      { "policy/b/b_test.rego": "package policy.b_test\n\ntest_b if x\n" },
      "var x is unsafe",
    ],
  ])("refuses when %s", async (_, files, message) => {
    await expect(mutate({ "policy/b/b.rego": B, ...files })).rejects.toThrow(message);
  });
});
