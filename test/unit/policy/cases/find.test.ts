import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findCaseFiles } from "../../../../src/policy/cases/find.ts";

test("case files stand in folders of that name, or are called so", () => {
  const dir = mkdtempSync(join(tmpdir(), "writ-cases-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const found = ["cases/a.yaml", "cases/deep/b.yml", "policy/a/a.cases.yaml", "policy/a/cases/c.yaml"];
  const others = [
    "cases/a.txt",
    "showcases/a.yaml",
    "settings/data.yaml",
    "node_modules/x/cases/a.yaml",
    ".git/cases/a.yaml",
  ];
  for (const path of [...found, ...others]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), "");
  }
  expect(findCaseFiles(dir)).toEqual(found.map((path) => join(dir, path)));
});

test.each([
  ["a linked folder", "cases", "a link to a folder"],
  ["a link that leads nowhere", "cases/a.yaml", "a link that leads nowhere"],
])("%s is refused: its cases would not be run", (_, path, message) => {
  const dir = mkdtempSync(join(tmpdir(), "writ-cases-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, "elsewhere"));
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  symlinkSync(path === "cases" ? "elsewhere" : "nowhere", join(dir, path));
  expect(() => findCaseFiles(dir)).toThrow(message);
});
