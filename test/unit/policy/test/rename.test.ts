import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { NativeTest } from "../../../../src/policy/test/native.ts";
import { compiledPath, renameNumbered } from "../../../../src/policy/test/rename.ts";

function numbered(rule: readonly string[], line: number, column = 1): NativeTest {
  const ran = { outcome: { kind: "ran", passed: true }, durationMs: 0, printed: "" } as const;
  return { package: ["a_test"], rule, path: "a_test.rego", line, column, ...ran };
}

test("rules that share a name get one each, and stay where they are", () => {
  const dir = mkdtempSync(join(tmpdir(), "writ-rename-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const lines = [
    "package a_test",
    "test_a if 1 == 1",
    "test_a if test_ab",
    "nested.test_a if true",
    "default test_a := 1",
  ];
  writeFileSync(join(dir, "a_test.rego"), lines.join("\n"));
  const tests = [
    numbered(["test_a"], 2),
    numbered(["test_a#01"], 3),
    numbered(["nested", "test_a#02"], 4),
    numbered(["test_a#03"], 5),
  ];
  renameNumbered(dir, tests);
  expect(readFileSync(join(dir, "a_test.rego"), "utf8").split("\n")).toEqual([
    "package a_test",
    "test_a if 1 == 1",
    "test_a__01 if test_ab",
    "nested.test_a__02 if true",
    "default test_a__03 := 1",
  ]);
  expect(tests.map(compiledPath)).toEqual([
    ["a_test", "test_a"],
    ["a_test", "test_a__01"],
    ["a_test", "nested", "test_a__02"],
    ["a_test", "test_a__03"],
  ]);
});
