import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { MutationReport } from "../../src/policy/mutate/mutate.ts";

const OPA = resolve(process.env["OPA"] ?? "var/bin/opa");

/** `writ policy`, as far as these tests need it, from sources. */
const COMMAND = `
  const { Command } = await import("commander");
  const { addMutate } = await import(${JSON.stringify(resolve("src/cli/policy/mutate.ts"))});
  const program = new Command();
  addMutate(program, process.env);
  await program.parseAsync();`;

type Files = Readonly<Record<string, string>>;

function run(files: Files, ...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "writ-mutate-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", COMMAND, "mutate", folder, ...args],
    { encoding: "utf8", env: { ...process.env, OPA, NO_COLOR: "1" } },
  );
  return { status, stdout: stdout.replaceAll(`${folder}/`, ""), stderr };
}

/** Blocks mails to many; main comes with Writ. */
const MANY: Files = {
  "policy/many/many.rego": `package policy.many

block contains {"code": "too_many", "message": "too many people"} if {
	count(input.action.destinations) >= 3
}
`,
};

const REGO_TESTS: Files = {
  "policy/many/many_test.rego": `package policy.many_test

three := {"action": {"destinations": [1, 2, 3]}}

test_many if {
	some reason in data.policy.many.block with input as three
	reason.code == "too_many"
}
`,
};

const person = (name: string) => ({ kind: "email", value: `${name}@example.com`, domain: "example.com" });

const mail = (name: string, people: readonly string[], expected: object) => ({
  name,
  action: { verb: "message.send", destinations: people.map(person) },
  intent: { task: "tsk_1", allows: [{ verb: "message.send", destinations: ["*"] }] },
  agent: { id: "agent:a" },
  expect: expected,
});

/** The same by people who know no Rego. JSON is YAML. */
const CASES: Files = {
  "cases/many.yaml": JSON.stringify({
    cases: [
      mail("two may read it", ["a", "b"], { effect: "allow" }),
      mail("three may not", ["a", "b", "c"], { effect: "block", reasons: ["too_many"] }),
    ],
  }),
};

/** Each change that the cases are asked about takes a build of the whole policy. */
const TIMEOUT_MS = 240_000;

describe("writ policy mutate", { timeout: TIMEOUT_MS }, () => {
  test("shows what no test notices, and ends with 2 below --min-score", () => {
    const { status, stdout, stderr } = run({ ...MANY, ...REGO_TESTS }, "--min-score", "90");
    expect(stdout).toBe(`policy/many/many.rego:3:37: element removed, and no test notices
  - block contains {"code": "too_many", "message": "too many people"} if {
  + block contains {"code": "too_many"} if {
policy/many/many.rego:4:2: condition dropped, and no test notices
  - 	count(input.action.destinations) >= 3
  + 	true

package       noticed  survived   ignored     score
policy.many         7         2         0    77.7 %
all                 7         2         0    77.7 %
`);
    expect(stderr).toBe("writ: tests notice 77.7 % of the changes, and --min-score is 90 %\n");
    expect(status).toBe(2);
  });

  test("asks case files too", () => {
    const { status, stdout, stderr } = run({ ...MANY, ...CASES }, "--format", "json", "--min-score", "85");
    expect(stderr).toBe("");
    const report = JSON.parse(stdout) as MutationReport;
    expect(report.survivors.map(({ line, column, kind }) => `${line}:${column} ${kind}`)).toEqual([
      "3:37 element_removed",
    ]);
    expect(report.noticed).toBe(8);
    expect(status).toBe(0);
  });

  test.each([
    [1, {}, ["--min-score", "lots"], /It is no percentage/],
    [1, {}, ["--jobs", "0"], /It is no number from 1 to 999/],
    [1, {}, [], /no rule of its own to change/],
    [1, MANY, [], /no test and no case/],
    [
      3,
      { ...REGO_TESTS, "policy/many/many.rego": "package policy.many\n\nblock contains x\n" },
      [],
      /many\.rego:3.*unsafe/,
    ],
  ] as const)("ends with %s", (code, files, args, said) => {
    const { status, stderr } = run(files, ...args);
    expect(stderr).toMatch(said);
    expect(status).toBe(code);
  });
});
