import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../tools/start-writ.ts";
import { OPA } from "../support/bundles.ts";
import { request } from "../support/requests.ts";
import { post } from "../support/writ.ts";

const MAIN = resolve("dist/main.js");

/** Limits that a test reaches. */
const SETTINGS = `
approval: { amounts: { USD: "100" } }
chains: { exports_an_hour: 2 }
`;

const ALLOWS = [
  { verb: "record.*", destinations: ["*"] },
  { verb: "net.fetch", destinations: ["*"] },
  { verb: "message.send", destinations: ["*"] },
  { verb: "file.*", resource: "file:///repo/*" },
  { verb: "process.exec" },
  { verb: "code.run" },
  { verb: "infra.read" },
  { verb: "identity.grant" },
  { verb: "payment.refund", max_amount: "100", currency: "USD" },
];

interface Call {
  readonly call?: JsonObject;
  readonly action?: JsonObject;
  /** Another session of the same task. */
  readonly beside?: boolean;
}

const tool = (server: string, name: string, args: JsonObject): Call => ({
  call: { format: "mcp", server, payload: { name, arguments: args } },
});
const shell = (command: string): Call => tool("claude-code", "Bash", { command });
const action = (verb: string, more: JsonObject = {}): Call => ({
  action: { verb, tool: { server: "own", name: verb }, ...more },
});
const beside = (call: Call): Call => ({ ...call, beside: true });

const READ_SENSITIVE = tool("tau-airline", "get_user_details", { user_id: "mia_li_3668" });
const MAIL = action("message.send", { destinations: [{ kind: "email", value: "bob@example.com" }] });
const FETCH = tool("fetch", "fetch", { url: "https://example.com/a" });
const WRITE = tool("claude-code", "Write", { file_path: "/repo/build.sh", content: "echo built" });
const REFUND = action("payment.refund", { amount: { value: "60.00", currency: "USD" } });
const EXPORT = action("record.export", { destinations: [{ kind: "user", value: "me" }] });

/** Calls that go on one by one, and the last of which does not in this row; and what it is stopped by. */
const CHAINS: readonly { readonly name: string; readonly calls: readonly Call[]; readonly code: string }[] = [
  { name: "reads here, sends there", calls: [READ_SENSITIVE, beside(MAIL)], code: "read_then_egress" },
  { name: "fetches, then runs", calls: [FETCH, shell("make")], code: "untrusted_then_execute" },
  { name: "fetches here, runs there", calls: [FETCH, beside(shell("make"))], code: "untrusted_then_execute" },
  { name: "writes, then runs it", calls: [WRITE, shell("bash /repo/build.sh")], code: "write_then_execute" },
  { name: "writes here, runs it there", calls: [WRITE, beside(shell("bash /repo/build.sh"))], code: "write_then_execute" },
  { name: "looks around, then gives rights", calls: [action("infra.read"), action("identity.grant")], code: "discover_then_privilege" },
  { name: "splits a payment", calls: [REFUND, REFUND], code: "payments_split" },
  { name: "exports often", calls: [EXPORT, EXPORT, EXPORT], code: "exports_many" },
]; // biome-ignore format: a row each

let dir: string;
let writ: RunningWrit;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "writ-chains-"));
  const policy = join(dir, "policy");
  mkdirSync(join(policy, "settings"), { recursive: true });
  writeFileSync(join(policy, "policy.yaml"), "extends: default\n");
  writeFileSync(join(policy, "settings", "data.yaml"), SETTINGS);
  const bundle = join(dir, "bundle.tar.gz");
  execFileSync(process.execPath, [MAIN, "policy", "build", policy, "-o", bundle], { env: { ...process.env, OPA } });
  writ = await startWrit({ dataDir: join(dir, "data"), env: { WRIT_BUNDLE_SOURCE: bundle } });
}, 120_000);
afterAll(async () => {
  await writ.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** The effect and the reasons of one call. */
async function ask(task: string, { beside: other = false, ...asked }: Call) {
  const claims = { task, purpose: "a test", on_behalf_of: "user:alice", allows: ALLOWS };
  const session = `${task}-${other ? "other" : "one"}`;
  const { call: _call, ...base } = request("", "", {}, { intent: { claims }, session });
  const { body } = await post(writ.http, "/v1/decisions", {
    ...base,
    ...asked,
    context: { cwd: "/repo", workspace: "/repo" },
    observed: [{ source: "user", text: "Please write to bob@example.com and build /repo/build.sh" }],
  });
  return {
    effect: String(body["effect"]),
    codes: ((body["reasons"] ?? []) as readonly { readonly code: string }[]).map(({ code }) => code),
  };
}

it.each(CHAINS)("$name: $code", async ({ calls, code }) => {
  const task = `tsk_${code}_${calls.some((call) => call.beside) ? "across" : "within"}`;
  const before = calls.slice(0, -1);
  for (const call of before)
    expect(await ask(task, call)).toMatchObject({ effect: expect.stringMatching(/allow|warn/) });
  const last = calls.at(-1) as Call;
  const chained = await ask(task, last);
  expect(chained.effect).toBe("block");
  expect(chained.codes).toContain(code);
  // By itself the same call is not stopped by the chain.
  expect((await ask(`${task}_alone`, last)).codes).not.toContain(code);
});
