import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recallDecision, rememberDecision } from "../../../src/cli/hook/memory.ts";

const CALL = { agent: "codex", session: "s", callKey: "id 1" };
const NOW_MS = Date.UTC(2026, 10, 20);
const DAY_S = 24 * 3600;

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "writ-memory-"));
  folder = join(parent, "state");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it("tells the decision of one call, once", () => {
  rememberDecision(folder, CALL, "dec_1", NOW_MS);
  for (const other of [{ agent: "cursor" }, { session: "t" }, { callKey: "id 2" }]) {
    expect(recallDecision(folder, { ...CALL, ...other })).toBeUndefined();
  }
  expect(recallDecision(folder, CALL)).toBe("dec_1");
  expect(recallDecision(folder, CALL)).toBeUndefined();
});

it("keeps it from other users", () => {
  rememberDecision(folder, CALL, "dec_1", NOW_MS);
  const [name = ""] = readdirSync(folder);
  expect([statSync(folder).mode & 0o777, statSync(join(folder, name)).mode & 0o777]).toEqual([0o700, 0o600]);
});

it("forgets calls that never ended, and touches nothing that is not its own", () => {
  rememberDecision(folder, CALL, "dec_1", NOW_MS);
  writeFileSync(join(folder, "notes.txt"), "mine");
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), NOW_MS / 1000, NOW_MS / 1000);
  rememberDecision(folder, { ...CALL, callKey: "id 2" }, "dec_2", NOW_MS + (DAY_S + 1) * 1000);
  expect(recallDecision(folder, CALL)).toBeUndefined();
  expect(readdirSync(folder).filter((name) => name.endsWith(".txt"))).toEqual(["notes.txt"]);
});

it("tells nothing that is no decision's id", () => {
  rememberDecision(folder, CALL, "../../v1/keys", NOW_MS);
  expect(recallDecision(folder, CALL)).toBeUndefined();
});
