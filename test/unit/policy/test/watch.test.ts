import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isWatched, watchFolder } from "../../../../src/policy/test/watch.ts";

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-watch-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, "policy", "a"), { recursive: true });
  return dir;
}

test("runs again after each change, once for several at once, until it is ended", async () => {
  const dir = folder();
  const stop = new AbortController();
  let [runs, next] = [0, Promise.withResolvers<void>()];
  const rerun = async () => {
    runs += 1;
    next.resolve();
  };
  const ended = watchFolder(dir, new Set(), rerun, stop.signal);
  for (const paths of [["policy/a/a.rego", "policy/a/a_test.rego", "policy.yaml"], ["policy/a/a.rego"]]) {
    next = Promise.withResolvers();
    for (const path of paths) writeFileSync(join(dir, path), "text");
    await next.promise;
  }
  expect(runs).toBe(2);
  stop.abort();
  await ended;
});

test.each([
  ["policy/a/a.rego", true],
  ["cases/refunds.yaml", true],
  ["report.xml", false],
  [".git/index", false],
  ["policy/a/.a.rego.swp", false],
  ["node_modules/a/data.json", false],
])("a change of %s counts: %s", (path, counts) => {
  expect(isWatched(path, new Set(["report.xml"]))).toBe(counts);
});

test("ends with what a run fails with", async () => {
  const dir = folder();
  const failing = watchFolder(dir, new Set(), () => Promise.reject(new Error("no OPA")), new AbortController().signal);
  writeFileSync(join(dir, "policy.yaml"), "text");
  await expect(failing).rejects.toThrow("no OPA");
});
