import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { counterpart } from "../support/counterpart.ts";

const FOLDER = ".github/workflows";
const workflows = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(join(FOLDER, file), "utf8") }));
const actionlint = await counterpart("actionlint");

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly "timeout-minutes"?: number }>
  >;
}

describe.skipIf(actionlint.missing !== undefined)("actionlint", () => {
  test.each(workflows)("has nothing to say of $file", ({ file }) => {
    const { status, stdout } = spawnSync(
      actionlint.missing === undefined ? actionlint.program : "",
      ["-no-color", join(FOLDER, file)],
      {
        encoding: "utf8",
      },
    );
    expect([status, stdout]).toEqual([0, ""]);
  });

  test("does find what is wrong", () => {
    const broken =
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n        if: github.nothing\n";
    const { status, stdout } = spawnSync(
      actionlint.missing === undefined ? actionlint.program : "",
      ["-no-color", "-"],
      {
        encoding: "utf8",
        input: broken,
      },
    );
    expect([status, stdout.includes("nothing")]).toEqual([1, true]);
  });
});

test.each(workflows)("$file runs no action of others but by its commit", ({ text }) => {
  const used = [...text.matchAll(/uses:\s*(\S+)(.*)/g)].map(([, action, note]) => ({ action, note }));
  expect(used.length).toBeGreaterThan(0);
  for (const { action, note } of used) {
    expect(action).toMatch(/@[0-9a-f]{40}$/);
    expect(note).toMatch(/^ # v\d+\.\d+\.\d+$/);
  }
});

test.each(workflows)("$file gives each job what it needs, and an end", ({ text }) => {
  const { permissions, jobs } = parse(text) as Workflow;
  expect(Object.values(permissions).filter((right) => right !== "read")).toEqual([]);
  for (const [name, job] of Object.entries(jobs)) expect(job["timeout-minutes"], name).toBeGreaterThan(0);
});

test("the tests of a change run the one command of the README", () => {
  expect(readFileSync(join(FOLDER, "ci.yml"), "utf8")).toContain("- run: .ci/run");
  expect(readFileSync(".ci/run", "utf8")).toContain("exec make test");
});

test("only the job that publishes the package can say who it is to npm, and it shows provenance", () => {
  const { jobs } = parse(readFileSync(join(FOLDER, "release.yml"), "utf8")) as Workflow;
  expect(jobs["npm"]?.permissions).toEqual({ "id-token": "write" });
  expect(readFileSync(join(FOLDER, "release.yml"), "utf8")).toContain("npm publish --provenance");
});
