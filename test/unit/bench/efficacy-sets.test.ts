import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Judged } from "../../../bench/efficacy/ask.ts";
import { percent, reached } from "../../../bench/efficacy/lines.ts";
import type { EfficacySet } from "../../../bench/efficacy/set.ts";
import { benign } from "../../../bench/efficacy/sets/shell-benign.ts";
import { statements } from "../../../bench/efficacy/sets/sql.ts";
import { type ShellRow, shellRequest } from "../../../bench/efficacy/shell-calls.ts";
import type { Action } from "../../../src/domain/action.ts";
import type { Facts } from "../../../src/domain/facts.ts";
import { type StandardVerb, VERBS } from "../../../src/domain/vocabulary.ts";

let cases: string;
beforeEach(() => {
  cases = mkdtempSync(join(tmpdir(), "writ-efficacy-sets-"));
});
afterEach(() => rmSync(cases, { recursive: true, force: true }));

function judged(effect: string, parse: Action["parse"], verbs: readonly StandardVerb[], facts: Facts = {}): Judged {
  const parts = verbs.map((verb) => ({ verb, destinations: [], ...VERBS[verb] }));
  const action = { verb: "process.exec", ...VERBS["process.exec"], parse, parts } as unknown as Action;
  return { effect, why: effect, action, facts };
}

/** Measures rows whose answers are known. @returns hits and rows by measure */
async function measured(set: EfficacySet, file: string, rows: readonly (readonly [object, Judged])[]) {
  mkdirSync(dirname(join(cases, file)), { recursive: true });
  writeFileSync(join(cases, file), rows.map(([row]) => JSON.stringify(row)).join("\n"));
  const answers = new Map(rows.map(([row, answer]) => [JSON.stringify(textIn(row)), answer]));
  const complaints: string[] = [];
  const lines = await set.measure({
    cases,
    http: "",
    ask: async (requests) => requests.map((request) => answers.get(JSON.stringify(textIn(request))) as Judged),
    error: (text) => complaints.push(text),
    note: (text) => complaints.push(text),
  });
  expect(complaints).toEqual([]);
  return Object.fromEntries(lines.map((line) => [line.measure, [line.hits, line.of]]));
}

/** The command or statement of a row, or of the request that was made of it. */
function textIn(value: object): unknown {
  const { command, sql, call } = value as Record<string, unknown>;
  if (call === undefined) return command ?? sql;
  return textIn((call as { readonly payload: { readonly arguments: object } }).payload.arguments);
}

describe("what is counted", () => {
  const row = (name: string, kind: string, more: object = {}) => ({
    id: name,
    command: name,
    class: kind,
    sure: true,
    core: true,
    privileged: false,
    hard: false,
    ...more,
  });

  test("of benign commands", async () => {
    const found = await measured(benign, "shell/benign.jsonl", [
      [row("r1", "read"), judged("allow", "complete", ["file.read"])],
      [row("r2", "read"), judged("warn", "partial", [])],
      [row("r3", "read", { hard: true }), judged("block", "complete", [])],
      [row("w1", "write"), judged("block", "complete", ["file.copy"])],
      [row("w2", "write"), judged("allow", "partial", ["process.exec"])],
      [row("w3", "write"), judged("allow", "complete", ["file.read"])],
      [row("d1", "delete"), judged("allow", "complete", ["file.delete"])],
      [row("n1", "network"), judged("allow", "complete", ["net.fetch"])],
      [row("n2", "network"), judged("allow", "complete", [])],
      [row("i1", "install"), judged("block", "complete", ["code.install"])],
      [row("x1", "execute"), judged("allow", "complete", ["process.exec"])],
      [row("unsure", "write", { sure: false }), judged("block", "complete", [])],
      [row("rare", "read", { core: false }), judged("block", "complete", [])],
      [row("root", "read", { privileged: true }), judged("block", "complete", [])],
    ]);
    expect(found).toEqual({
      "read: disturbed": [0, 2],
      "read, hard: disturbed": [1, 1],
      "read: parsed in full": [2, 3],
      "other classes: class found": [5, 7],
      "write: class found": [2, 3],
      "delete: class found": [1, 1],
      "network: class found": [1, 2],
      "install: class found": [1, 1],
      "other classes: found in a part that says what it does": [4, 7],
      "execute: executes found": [1, 1],
      "control: executes found": [0, 0],
    });
  });

  const facts = (...classes: readonly string[]): Facts =>
    ({ statements: classes.map((name) => ({ class: name })) }) as unknown as Facts;

  test("of SQL statements", async () => {
    const found = await measured(statements, "sql/statements.jsonl", [
      [{ id: "1", sql: "a", class: "read" }, judged("block", "complete", ["db.read"], facts("read", "read"))],
      [{ id: "2", sql: "b", class: "read+write" }, judged("block", "complete", ["db.delete"], facts("delete", "read"))],
      [{ id: "3", sql: "c", class: "schema" }, judged("block", "partial", ["db.admin"], facts("unknown"))],
      [{ id: "4", sql: "d", class: "write" }, judged("block", "complete", ["db.write"], facts("read"))],
      [{ id: "5", sql: "e", class: "write" }, judged("block", "complete", ["db.read"], facts("write"))],
      [{ id: "6", sql: "f", class: "transaction" }, judged("block", "complete", [], facts("transaction"))],
    ]);
    expect(found).toEqual({
      "class right": [4, 6],
      "writes seen as reads": [2, 4],
      "reads disturbed": [1, 1],
    });
  });

  test.each([
    [{ hits: 98, of: 100, aim: { atLeast: 98 } }, true],
    [{ hits: 97, of: 100, aim: { atLeast: 98 } }, false],
    [{ hits: 3, of: 100, aim: { atMost: 3 } }, true],
    [{ hits: 1, of: 3000, aim: { atMost: 0 } }, false],
    [{ hits: 0, of: 0, aim: { atLeast: 100 } }, undefined],
    [{ hits: 1, of: 2 }, undefined],
  ] as const)("%o reaches its aim: %s", (numbers, expected) => {
    expect(reached({ set: "", measure: "", misses: [], ...numbers })).toBe(expected);
    if (numbers.of > 0) expect(percent({ set: "", measure: "", misses: [], ...numbers })).toBeLessThanOrEqual(100);
  });
});

describe("what is sent", () => {
  test.each<[Omit<ShellRow, "id">, string, string, object]>([
    [{ command: "ls" }, "claude-code", "Bash", { command: "ls" }],
    [{ command: "ls", description: "Look" }, "claude-code", "Bash", { command: "ls", description: "Look" }],
    [{ argv: ["echo", "it's", "$a"] }, "claude-code", "Bash", { command: `echo 'it'\\''s' '$a'` }],
    [{ argv: ["echo", "it's"], dialect: "powershell" }, "claude-code", "Bash", { command: "echo 'it''s'" }],
    [{ argv: ["echo", 'a "b"'], dialect: "cmd" }, "claude-code", "Bash", { command: 'echo "a ""b"""' }],
    [{ tool: "read_file", args: { path: "/a" } }, "claude-code", "Read", { file_path: "/a" }],
    [
      { tool: "write_file", args: { path: "/a", content: "b" } },
      "claude-code",
      "Write",
      { file_path: "/a", content: "b" },
    ],
    [
      { tool: "upload_file", args: { path: "/a b", url: "https://c.example/" } },
      "claude-code",
      "Bash",
      { command: "curl -T '/a b' https://c.example/" },
    ],
    [
      { tool: "apply_patch", args: { command: "*** Begin Patch" } },
      "codex",
      "apply_patch",
      { command: "*** Begin Patch" },
    ],
  ])("%o", (row, server, name, args) => {
    expect(shellRequest({ id: "x", ...row })).toMatchObject({ call: { server, payload: { name, arguments: args } } });
  });

  test.each([[{}], [{ tool: "fly" }], [{ tool: "toString", args: {} }]])("nothing for %o", (row) => {
    expect(shellRequest({ id: "x", ...row })).toBeUndefined();
  });

  test.each<[Omit<ShellRow, "id">, object, string]>([
    [{}, { cwd: "/repo", home: "/home/alice", workspace: ["/repo"] }, "file:///repo/*"],
    [{ cwd: "/a", active_home: "/b" }, { cwd: "/a", home: "/b", workspace: ["/a"] }, "file:///a/*"],
    [
      { dialect: "powershell" },
      { cwd: "C:\\repo", home: "C:\\Users\\alice", workspace: ["C:\\repo"], dialect: "powershell" },
      "file:///c:/repo/*",
    ],
  ])("the place of %o", (row, context, resource) => {
    const request = shellRequest({ id: "x", command: "ls", ...row });
    expect(request?.["context"]).toEqual(context);
    expect(request).toMatchObject({
      intent: { claims: { allows: expect.arrayContaining([{ verb: "file.write", resource }]) } },
    });
  });
});
