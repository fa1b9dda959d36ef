import { describe, expect, test } from "vitest";
import { compareTest } from "../../../../src/policy/test/compare.ts";
import type { NativeTest } from "../../../../src/policy/test/native.ts";
import { type Outcome, outcomeOf } from "../../../../src/policy/test/outcome.ts";

function native(outcome: Outcome): NativeTest {
  const at = { path: "a_test.rego", line: 3, column: 1, durationMs: 1, printed: "" };
  return { package: ["policy", "a_test"], rule: ["test_a"], outcome, ...at };
}

const explained = { origin: (path: string) => `p/${path}`, lines: () => ["why"] };
const ran = (passed: boolean): Outcome => ({ kind: "ran", passed });
const table = (cases: Readonly<Record<string, boolean>>): Outcome => ({
  kind: "ran",
  passed: Object.values(cases).every(Boolean),
  cases: new Map(Object.entries(cases).map(([name, passed]) => [JSON.stringify([name]), passed])),
});
const error = (message: string): Outcome => ({ kind: "error", message });
const missing = (name: string): Outcome => ({ kind: "error", message: "", fault: { kind: "missing", name } });

describe("one side beside the other", () => {
  const cases: [string, Outcome, Outcome, Readonly<Record<string, string>>, RegExp?][] = [
    ["both pass", ran(true), outcomeOf(true), { test_a: "passed" }],
    ["both fail", ran(false), outcomeOf(undefined), { test_a: "failed" }],
    ["a value that is no boolean", ran(false), outcomeOf(3), { test_a: "failed" }],
    ["a value that is an object, of a rule without cases", ran(false), outcomeOf({ a: true }), { test_a: "failed" }],
    ["only OPA passes", ran(true), outcomeOf(undefined), { test_a: "differed" }, /interpreter: passes; .*Writ: fails/],
    ["only Writ passes", ran(false), outcomeOf(true), { test_a: "differed" }, /interpreter: fails; .*Writ: passes/],
    ["only OPA ends with an error", error("bad"), outcomeOf(true), { test_a: "differed" }, /error: bad; .*passes/],
    ["only Writ ends with an error", ran(true), error("bad"), { test_a: "differed" }, /passes; .*error: bad/],
    ["both end with an error", error("one"), error("two"), { test_a: "failed" }, /ends with an error: one/],
    ["a builtin is not mocked", ran(true), missing("http.send"), { test_a: "failed" }, /mock it, `with http\.send as/],
    ["not mocked, and fails in OPA too", ran(false), missing("http.send"), { test_a: "failed" }, /calls http\.send/],
    ["skipped", { kind: "skipped" }, { kind: "skipped" }, { test_a: "skipped" }],
    [
      "cases, one by one",
      table({ a: true, b: false }),
      outcomeOf({ a: true }),
      { "test_a: a": "passed", "test_a: b": "failed" },
    ],
    ["a case that only OPA passes", table({ a: true }), outcomeOf({}), { "test_a: a": "differed" }],
    ["a case that only Writ passes", table({ a: false }), outcomeOf({ a: true }), { "test_a: a": "differed" }],
    ["a case that only Writ knows", table({ a: true }), outcomeOf({ a: true, b: true }), {
      "test_a: a": "passed",
      "test_a: b": "differed",
    }],
    ["no case at all", ran(true), outcomeOf({}), { test_a: "failed" }, /no case/],
    ["cases that OPA does not know", ran(true), outcomeOf({ a: true }), { test_a: "differed" }],
    ["an error instead of cases", table({ a: true, b: true }), error("bad"), { test_a: "differed" }, /error: bad/],
  ]; // biome-ignore format: a table

  test.each(cases)("%s", (_, interpreted, compiled, wanted, message) => {
    const results = compareTest(native(interpreted), { outcome: compiled, durationMs: 1 }, explained);
    expect(Object.fromEntries(results.map(({ name, status }) => [name, status]))).toEqual(wanted);
    if (message !== undefined) expect(results[0]?.message).toMatch(message);
    for (const { status, details, file, line } of results) {
      expect(details).toEqual(status === "failed" || status === "differed" ? ["why"] : []);
      expect(`${file}:${line}`).toBe("p/a_test.rego:3");
    }
  });

  test("cases in cases", () => {
    const both = table({});
    const cases = new Map([
      ['["x","1"]', true],
      ['["x","2"]', false],
    ]);
    const results = compareTest(
      native({ ...both, kind: "ran", passed: false, cases }),
      { outcome: outcomeOf({ x: { 1: true } }), durationMs: 1 },
      explained,
    );
    expect(results.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "test_a: x: 1 passed",
      "test_a: x: 2 failed",
    ]);
  });
});
