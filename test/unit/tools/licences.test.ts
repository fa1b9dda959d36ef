import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { licenceProblems } from "../../../tools/licences/licences.ts";

test.each([
  { license: "MIT", problem: false },
  { license: "(MIT OR GPL-3.0)", problem: false },
  { license: "(Apache-2.0 AND BSD-3-Clause)", problem: false },
  { license: "GPL-3.0", problem: true },
  { license: "(MIT AND GPL-3.0)", problem: true },
  { license: "AGPL-3.0-only", problem: true },
  { license: "MPL-2.0", problem: true },
  { license: "SEE LICENSE IN LICENSE.md", problem: true },
  { license: "UNLICENSED", problem: true },
  { license: "", problem: true },
  { license: "MPL-2.0", dev: true, problem: false },
  { license: "GPL-3.0", dev: true, problem: true },
  { problem: true },
])("$license (dev: $dev) is a problem: $problem", ({ problem, ...locked }) => {
  const problems = licenceProblems({ "node_modules/a/node_modules/@some/thing": locked });
  expect(problems.length > 0).toBe(problem);
  if (problem) expect(problems[0]).toContain("@some/thing");
});

test("what both development and an optional dependency need is shipped", () => {
  const locked = { license: "MPL-2.0", devOptional: true };
  expect(licenceProblems({ "node_modules/thing": locked })).toEqual(["thing (shipped) is under MPL-2.0"]);
});

test("parts of this repository are under its own licence, and a lock file without packages is none", () => {
  expect(licenceProblems({ "": {}, "packages/client": {}, "node_modules/@writ/client": { link: true } })).toEqual([
    "the lock file names no package at all",
  ]);
});

test("the lock file has nothing that Writ cannot take", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  expect(licenceProblems(packages)).toEqual([]);
});
