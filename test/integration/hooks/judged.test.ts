import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOOK_AGENTS } from "../../../src/hooks/event.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { sharedService } from "../../support/shared-service.ts";
import { COMMAND, deniesOf, inSession, MAIN, runHook } from "./agents.ts";

const EXAMPLES = "examples/gateways/agent-hooks";
const AGENT = "agent:coding";
/** Registered without an owner, of which the default policy warns. */
const UNOWNED = "agent:unowned";
/** In no registry, so that its intent is all there is. */
const BUILDER = "agent:builder";
const ALLOWED = "cat README.md";
const BLOCKED = "cat /etc/passwd";

let writ: RunningWrit;
let folder: string;
let url: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "writ-hooks-"));
  writ = await sharedService();
  url = ["--url", writ.http];
  const unowned = join(folder, "agents.json");
  const envelope = { verbs: ["file.read"], resources: ["file:///repo/*"] };
  writeFileSync(unowned, JSON.stringify({ [UNOWNED]: { purpose: "tries", envelope } }));
  for (const file of [join(EXAMPLES, "agents.yaml"), unowned]) {
    await promisify(execFile)(process.execPath, [MAIN, "agents", "apply", file, ...url, "--reason", "tests"]);
  }
});
afterAll(async () => {
  await writ.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asked = (id = AGENT) => [...url, "--agent-id", id, "--workspace", "/repo", "--timeout", "60000"];

describe.each(HOOK_AGENTS)("%s asks a real Writ", (agent) => {
  it("and goes on where the policy allows", async () => {
    const run = await runHook(agent, { args: asked(), input: JSON.stringify(COMMAND[agent](ALLOWED)) });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toBe(agent === "cursor" ? '{"permission":"allow"}\n' : "");
  });

  it("and stops where it blocks, with the policy's reason", async () => {
    const run = await runHook(agent, { args: asked(), input: JSON.stringify(COMMAND[agent](BLOCKED)) });
    expect(run.code).toBe(2);
    expect(deniesOf(agent, run.stdout)).toBe("deny");
    expect(run.stderr).toMatch(/^Writ: blocked: resource_not_in_intent: .*\(dec_\w+\)\n$/);
  });

  it("and goes on with a word where it warns", async () => {
    const input = JSON.stringify(inSession(`unowned-${agent}`, COMMAND[agent](ALLOWED)));
    const run = await runHook(agent, { args: asked(UNOWNED), input });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/Writ: .*owner.*dec_/);
  });

  it("and stops where nobody says who acts", async () => {
    const run = await runHook(agent, { args: url, input: JSON.stringify(COMMAND[agent](ALLOWED)) });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("agent_missing") });
  });
});

describe("what executes code, which the default policy wants in a sandbox", () => {
  const input = JSON.stringify(inSession("build", COMMAND["claude-code"]("npm test")));
  let args: readonly string[];

  beforeAll(async () => {
    const allows = ["code.run", "process.exec"].map((verb) => ({ verb, max_tier: "privileged" }));
    const wish = { agent: [BUILDER], task: "tsk_build", purpose: "build", on_behalf_of: "user:alice", allows };
    const response = await fetch(`${writ.http}/v1/intents`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...wish, expires_at: new Date(Date.now() + 3_600_000).toISOString() }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    const file = join(folder, "intent.jwt");
    writeFileSync(file, token);
    args = [...asked(BUILDER), "--intent-token-file", file];
  });

  it("does not run where nobody says that there is one", async () => {
    const run = await runHook("claude-code", { args, input });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining("obligation_unsupported") });
  });

  it("runs where the hook's settings say so", async () => {
    const run = await runHook("claude-code", { args: [...args, "--fulfils", "sandbox"], input });
    expect(run).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("what is recorded", () => {
  it("is the tool of the catalogue, the agent's session and where the call runs", async () => {
    const run = await runHook("codex", { args: asked(), input: JSON.stringify(COMMAND.codex(BLOCKED)) });
    const stored = await recordOf(run.stderr);
    expect(stored.input).toMatchObject({
      agent: { id: AGENT },
      session: { id: "session-codex" },
      context: { cwd: "/repo", workspace: ["/repo"], hook: { agent: "codex", event: "PreToolUse" } },
      action: { tool: { server: "codex", name: "Bash", known: true }, parse: "complete" },
    });
  });

  it("is the outcome, where the hook after the tool reports it", async () => {
    const state = join(folder, "state");
    const args = [...asked(), "--state", state];
    const before = COMMAND["claude-code"](ALLOWED);
    expect(await runHook("claude-code", { args, input: JSON.stringify(before) })).toMatchObject({ code: 0 });
    expect(readdirSync(state)).toHaveLength(1);
    const after = { ...before, hook_event_name: "PostToolUse", tool_response: { stdout: "x" }, duration_ms: 12 };
    const run = await runHook("claude-code", { args, input: JSON.stringify(after) });
    expect(run).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
    expect(readdirSync(state)).toEqual([]);
    const { decisions } = (await (await fetch(`${writ.http}/v1/decisions?session=session-claude`)).json()) as {
      readonly decisions: readonly { readonly outcome?: object }[];
    };
    expect(decisions.map(({ outcome }) => outcome)).toContainEqual(
      expect.objectContaining({ status: "succeeded", duration_ms: 12 }),
    );
  });

  it("is nothing of a call that nobody remembers, and the agent goes on", async () => {
    const after = { ...COMMAND["claude-code"](ALLOWED), hook_event_name: "PostToolUse", tool_use_id: "toolu_99" };
    const args = [...asked(), "--state", join(folder, "state")];
    expect(await runHook("claude-code", { args, input: JSON.stringify(after) })).toMatchObject({ code: 0, stderr: "" });
  });
});

const HTTP_FORM = [
  { agent: "claude-code", reads: (body: string) => deniesOf("claude-code", body) },
  { agent: "copilot-cli", reads: (body: string) => deniesOf("copilot-cli", body) },
] as const;

describe.each(HTTP_FORM)("$agent asks by HTTP", ({ agent, reads }) => {
  const ask = async (body: string, headers: Record<string, string> = {}, method = "POST") => {
    const sent = { "content-type": "application/json", "x-writ-agent": AGENT, ...headers };
    const response = await fetch(`${writ.http}/hooks/${agent}`, {
      method,
      headers: sent,
      ...(method === "POST" ? { body } : {}),
    });
    return { status: response.status, body: await response.text() };
  };

  it("and goes on where the policy allows", async () => {
    expect(await ask(JSON.stringify(COMMAND[agent](ALLOWED)))).toEqual({ status: 200, body: "{}" });
  });

  it("and goes on where it warns", async () => {
    const { status, body } = await ask(JSON.stringify(inSession(`unowned-http-${agent}`, COMMAND[agent](ALLOWED))), {
      "x-writ-agent": UNOWNED,
    });
    expect(status).toBe(200);
    expect(Object.keys(JSON.parse(body) as object)).toEqual(agent === "copilot-cli" ? [] : ["systemMessage"]);
  });

  it("and hears nothing of what is no call", async () => {
    expect(await ask(agent === "copilot-cli" ? '{"prompt":"go"}' : '{"hook_event_name":"Stop"}')).toEqual({
      status: 200,
      body: "{}",
    });
  });

  it.each([
    { what: "a call that is blocked", body: JSON.stringify(COMMAND[agent](BLOCKED)) },
    { what: "no JSON", body: "{" },
    { what: "nothing", body: "" },
    { what: "a list", body: "[]" },
    { what: "a call without its tool", body: '{"hook_event_name":"PreToolUse","toolArgs":{}}' },
    { what: "too much", body: `{"cwd":"${"x".repeat(1024 * 1024)}"}` },
    { what: "another type", body: "{}", headers: { "content-type": "text/plain" } },
    { what: "a credential that is nobody's", body: "{}", headers: { authorization: "Bearer nobody" } },
    { what: "a web page", body: "{}", headers: { origin: "https://evil.example.com" } },
    { what: "another method", body: "", method: "GET" },
  ])("and is denied with status 200: $what", async ({ body, headers = {}, method = "POST" }) => {
    const answer = await ask(body, headers as Record<string, string>, method);
    expect(answer.status).toBe(200);
    expect(reads(answer.body)).toBe("deny");
  });
});

async function recordOf(text: string): Promise<{ readonly input: unknown }> {
  const id = /dec_\w+/.exec(text)?.[0] ?? "none";
  return (await (await fetch(`${writ.http}/v1/decisions/${id}`)).json()) as { readonly input: unknown };
}
