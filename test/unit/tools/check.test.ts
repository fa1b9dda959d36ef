import { describe, expect, it } from "vitest";
import { modulesSeen, policyTests, STATIC_CHECKS } from "../../../tools/check/checks.ts";
import { runAll, runCheck } from "../../../tools/check/run.ts";
import { countTests } from "../../../tools/check/vitest.ts";

const node = (script: string): readonly [string, ...string[]] => [process.execPath, "-e", script];

describe("a check", () => {
  it("passes when its command exits with 0", async () => {
    const result = await runCheck({ name: "fine", command: node("console.log('x')") });
    expect(result).toMatchObject({ name: "fine", passed: 1, failed: 0, skipped: 0, output: "x\n" });
  });

  const bad = [
    { name: "exits with another code", command: node("console.error('why'); process.exit(3)"), output: "why\n" },
    { name: "is killed", command: node("process.kill(process.pid, 'SIGKILL')"), output: "" },
    { name: "does not exist", command: ["/absent/command"] as const, output: "/absent/command: spawn" },
  ];
  it.each(bad)("fails when its command $name, and keeps what it said", async ({ command, output }) => {
    const result = await runCheck({ name: "bad", command });
    expect(result).toMatchObject({ passed: 0, failed: 1 });
    expect(result.output).toContain(output);
  });

  it("fails when its output is not what it should be", async () => {
    const result = await runCheck({ name: "rego tests", command: node("console.log('not json')"), read: policyTests });
    expect(result).toMatchObject({ passed: 0, failed: 1, complaint: expect.stringContaining("not understood") });
  });

  it("runs with the others, each reported once", async () => {
    const names = ["a", "b", "c"];
    const reported: string[] = [];
    const checks = names.map((name) => ({ name, command: node("") }));
    const results = await runAll(checks, 2, ({ name }) => reported.push(name));
    expect(results.map(({ name }) => name)).toEqual(reported);
    expect([...reported].sort()).toEqual(names);
  });

  it("has a name of its own", () => {
    expect(new Set(STATIC_CHECKS.map(({ name }) => name)).size).toBe(STATIC_CHECKS.length);
  });
});

describe("what a tool's success does not prove", () => {
  it.each([
    { output: "✔ no dependency violations found (91 modules, 249 dependencies cruised)", failed: 0 },
    { output: "✔ no dependency violations found (1 module, 0 dependencies cruised)", failed: 0 },
    { output: "✔ no dependency violations found (0 modules, 0 dependencies cruised)", failed: 1 },
    { output: "", failed: 1 },
  ])("dependency-cruiser: $output", ({ output, failed }) => {
    expect(modulesSeen(output).failed).toBe(failed);
  });

  it.each([
    { counts: { passed: 2, skipped: 1 }, counted: { passed: 2, failed: 0, skipped: 1 } },
    { counts: { passed: 1, failed: 1, differed: 2 }, counted: { passed: 1, failed: 3, skipped: 0 } },
    { counts: {}, counted: { passed: 0, failed: 1, skipped: 0 } },
  ])("writ policy test: $counts", ({ counts, counted }) => {
    expect(policyTests(JSON.stringify({ counts }))).toMatchObject(counted);
  });

  const report = { numTotalTests: 5, numPassedTests: 4, numFailedTests: 0 };
  it.each([
    { name: "all well", code: 0, report, counted: { passed: 4, failed: 0, skipped: 1 } },
    { name: "a failed test", code: 1, report: { ...report, numFailedTests: 1 }, counted: { passed: 4, failed: 1 } },
    { name: "an error outside of tests", code: 1, report, counted: { passed: 4, failed: 1 } },
    { name: "killed", code: null, report, counted: { failed: 1 } },
    { name: "no report", code: 0, report: undefined, counted: { passed: 0, failed: 1 } },
  ])("vitest: $name", ({ code, report, counted }) => {
    expect(countTests(code, report)).toMatchObject(counted);
  });
});
