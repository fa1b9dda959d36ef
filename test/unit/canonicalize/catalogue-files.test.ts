import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isToolStep, readSessions } from "../../../examples/demo/sessions.ts";
import { loadAnalyzers } from "../../../src/canonicalize/analyzers/load.ts";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { type StandardVerb, VERBS } from "../../../src/domain/vocabulary.ts";
import { requestOf } from "../../support/values.ts";

const FOLDER = "rego/catalog";
const CASES = process.env["WRIT_CASES"] ?? "../shared/cases";

type File = { readonly server: string; readonly tools: Readonly<Record<string, { readonly verb: StandardVerb }>> };
const files: readonly File[] = readdirSync(FOLDER).map(
  (name) => parse(readFileSync(join(FOLDER, name, "data.yaml"), "utf8")) as File,
);
beforeAll(loadAnalyzers);

const catalogue = compileCatalogue(
  Object.fromEntries(files.map((file) => [file.server, file])) as unknown as JsonObject,
);
const tools = files.flatMap((file) =>
  Object.entries(file.tools).map(([name, { verb }]) => ({ server: file.server, name, verb })),
);

/** What a call of each kind comes to. */
const CALLS: readonly (readonly [server: string, name: string, args: JsonObject, action: JsonObject])[] = [
  [
    "filesystem",
    "read_text_file",
    { path: "/repo/a" },
    { verb: "file.read", tier: "read_only", resource: { type: "file", uri: "file:///repo/a" } },
  ],
  ["filesystem", "read_multiple_files", { paths: ["/a", "/b"] }, { verb: "file.read", count: 2 }],
  ["git", "git_commit", { repo_path: "/repo", message: "x" }, { verb: "repo.write", tier: "bounded_write" }],
  [
    "fetch",
    "fetch",
    { url: "https://example.com/a" },
    { verb: "net.fetch", destinations: [{ kind: "url", domain: "example.com" }] },
  ],
  ["memory", "delete_entities", { entityNames: ["a", "b", "c"] }, { verb: "memory.delete", count: 3 }],
  [
    "github",
    "push_files",
    { owner: "acme", repo: "shop" },
    { verb: "repo.push", destinations: [{ kind: "repository", value: "shop" }] },
  ],
  ["github", "run_workflow", { owner: "acme", repo: "shop" }, { verb: "code.run", tier: "privileged" }],
  [
    "slack",
    "slack_post_message",
    { channel_id: "C1", text: "x" },
    { verb: "message.send", destinations: [{ kind: "channel", value: "C1" }] },
  ],
  ["postgres", "query", { sql: "select 1" }, { verb: "db.read", sensitivity: "confidential" }],
  ["puppeteer", "puppeteer_evaluate", { script: "1" }, { verb: "code.run", tier: "privileged" }],
  [
    "tau-airline",
    "send_certificate",
    { user_id: "mei", amount: 200 },
    {
      verb: "payment.refund",
      amount: { value: "200", currency: "USD" },
      destinations: [{ kind: "user", value: "mei" }],
    },
  ],
  [
    "tau-retail",
    "cancel_pending_order",
    { order_id: "#W1", reason: "no longer needed" },
    { verb: "order.cancel", resource: { type: "order" } },
  ],
  [
    "bfcl",
    "place_order",
    { order_type: "Buy", symbol: "TSLA", price: 700, amount: 100 },
    { verb: "order.create", amount: { value: "700", currency: "USD" }, count: 100 },
  ],
  [
    "injecagent",
    "GmailSendEmail",
    { to: "amy@example.com", cc: "bob@example.com" },
    { verb: "message.send", destinations: [{ value: "amy@example.com" }, { value: "bob@example.com" }] },
  ],
  [
    "injecagent",
    "EpicFHIRManagePatientRecords",
    { patient_id: "1", action: "delete" },
    { verb: "record.delete", sensitivity: "restricted" },
  ],
  [
    "injecagent",
    "EpicFHIRManagePatientRecords",
    { patient_id: "1", action: "list" },
    { verb: "record.list", tier: "read_only" },
  ],
  ["injecagent", "TerminalExecute", { command: "ls" }, { verb: "process.exec", tier: "privileged" }],
];

describe("the catalogue that comes with Writ", () => {
  test.each(CALLS)("%s %s", (server, name, args, action) => {
    const request = requestOf({ call: { format: "generic", server, payload: { name, arguments: args } } });
    const found = canonicalize(request, catalogue).action;
    expect(found).toMatchObject({ parse: "complete", tool: { server, name, known: true }, ...action });
  });

  test("no tool that reads by its name writes", () => {
    const wrong = tools.filter(({ name, verb }) => {
      const reads = /^(get|list|search|read|find|view|describe)(_(?!or_|replace)|[A-Z])/.test(
        name.replace(/^slack_|^git_/, ""),
      );
      return reads && (VERBS[verb].traits as readonly string[]).includes("writes");
    });
    expect(wrong).toEqual([]);
  });

  test("no tool that deletes, sends or pays by its name only reads", () => {
    const wrong = tools.filter(
      ({ name, verb }) =>
        /delete|send_message|SendEmail|Transfer|Withdraw|PayBill|^rm/i.test(name) && VERBS[verb].tier === "read_only",
    );
    expect(wrong).toEqual([]);
  });

  test.skipIf(!existsSync(join(CASES, "sessions")))(
    "knows every tool of the recorded sessions (skipped where the collections are not)",
    () => {
      const steps = readSessions(join(CASES, "sessions")).flatMap(({ server, steps }) =>
        steps.filter(isToolStep).map(({ tool }) => ({ server, tool })),
      );
      expect(steps.length).toBeGreaterThan(3000);
      const unknown = steps.filter(({ server, tool }) => catalogue.find(server, tool) === undefined);
      expect([...new Set(unknown.map(({ server, tool }) => `${server}/${tool}`))]).toEqual([]);
    },
  );
});
