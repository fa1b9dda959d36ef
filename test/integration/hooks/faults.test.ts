import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { HOOK_AGENTS, type HookAgentName } from "../../../src/hooks/event.ts";
import { type BrokenWrit, FAULTS, startBrokenWrit } from "../../support/broken-writ.ts";
import { freePort } from "../../support/ports.ts";
import { COMMAND, deniesOf, type HookRun, runHook, TOOL_FIELD } from "./agents.ts";

/** Long enough for any machine to answer; where nothing answers, the hook is told to give up soon. */
const PATIENT = "60000";
const IMPATIENT = "300";
const SECRET = "c9-secret-of-the-caller";
const ARGUMENT = "cat /repo/argument-that-nobody-prints";

let broken: BrokenWrit;
beforeAll(async () => {
  broken = await startBrokenWrit();
});
afterAll(() => broken.close());

function expectDenied(agent: HookAgentName, { code, stdout, stderr }: HookRun): void {
  expect({ code, denies: deniesOf(agent, stdout) }).toEqual({ code: 2, denies: "deny" });
  expect(stderr).toMatch(/^Writ: \S.*\n$/);
  expect(stdout + stderr).not.toContain(SECRET);
  expect(stdout + stderr).not.toContain(ARGUMENT);
}

describe("an answer that is no decision", () => {
  it.each(Object.entries(FAULTS))("%s: no agent runs the tool", { timeout: 120_000 }, async (fault, { expected }) => {
    const timeout = expected === "timeout" ? IMPATIENT : PATIENT;
    const runs = HOOK_AGENTS.map(async (agent) => {
      const args = ["--url", broken.url(fault), "--timeout", timeout];
      const input = JSON.stringify(COMMAND[agent](ARGUMENT));
      return { agent, run: await runHook(agent, { args, input, env: { WRIT_HOOK_TOKEN: SECRET } }) };
    });
    for (const { agent, run } of await Promise.all(runs)) {
      if (expected === "ran") expect(run).toMatchObject({ code: 0, stderr: "" });
      else expectDenied(agent, run);
    }
  });

  it("never sends anybody to another server", () => {
    expect(broken.strayed()).toBe(0);
  });
});

interface Trouble {
  readonly what: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Undefined: nothing comes, and the pipe stays open. */
  readonly input?: (agent: HookAgentName, whole: JsonObject) => string | undefined;
  readonly says: RegExp;
}

const GIVE_UP = ["--timeout", IMPATIENT];
const TROUBLES: readonly Trouble[] = [
  { what: "no input", input: () => "", says: /cannot be read/ },
  { what: "input that never comes", args: GIVE_UP, input: () => undefined, says: /in time/ },
  { what: "input that is no JSON", input: () => "allow", says: /cannot be read.*JSON/ },
  { what: "input that is cut", input: (_, whole) => JSON.stringify(whole).slice(0, -1), says: /cannot be read.*JSON/ },
  {
    what: "input with a key twice",
    input: (_, whole) => `{"cwd":"/a",${JSON.stringify(whole).slice(1)}`,
    says: /cannot be read/,
  },
  { what: "input that is no object", input: () => "[]", says: /no JSON object/ },
  { what: "input of somebody else", input: () => '{"tool_name":"x","toolName":"x"}', says: /cannot be read/ },
  {
    what: "input without a tool",
    input: (agent, { [TOOL_FIELD[agent]]: _, ...rest }) => JSON.stringify(rest),
    says: /cannot be read.*is missing/,
  },
  { what: "more input than is read", input: () => " ".repeat(16 * 1024 * 1024 + 1), says: /longer than/ },
  { what: "an address that is none", args: ["--url", "writ"], says: /--url/ },
  { what: "an address of another kind", args: ["--url", "file:///etc/passwd"], says: /--url/ },
  {
    what: "a token that would go out in the clear",
    args: ["--url", "http://192.0.2.1:8181"],
    env: { WRIT_HOOK_TOKEN: SECRET },
    says: /clear/,
  },
  { what: "a token file that is not there", args: ["--token-file", "/nowhere/token"], says: /cannot be read/ },
  { what: "a token file that holds none", args: ["--agent-token-file", "/proc/version"], says: /holds no token/ },
  { what: "a time that is none", args: ["--timeout", "soon"], says: /--timeout/ },
  { what: "a server without a name", args: ["--mcp-server", "=x"], says: /--mcp-server/ },
];

describe("trouble before anybody is asked", () => {
  it.each(TROUBLES)(
    "$what: no agent runs the tool",
    { timeout: 120_000 },
    async ({ args = [], env = {}, input, says }) => {
      const runs = HOOK_AGENTS.map(async (agent) => {
        const whole = COMMAND[agent](ARGUMENT);
        const given = input === undefined ? JSON.stringify(whole) : input(agent, whole);
        const all = args.includes("--url") ? args : ["--url", broken.url("good"), ...args];
        return { agent, run: await runHook(agent, { args: all, env, input: given }) };
      });
      for (const { agent, run } of await Promise.all(runs)) {
        expectDenied(agent, run);
        expect(run.stderr).toMatch(says);
      }
    },
  );

  it("nobody listens: no agent runs the tool", { timeout: 120_000 }, async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const runs = HOOK_AGENTS.map(async (agent) => {
      return {
        agent,
        run: await runHook(agent, { args: ["--url", url], input: JSON.stringify(COMMAND[agent](ARGUMENT)) }),
      };
    });
    for (const { agent, run } of await Promise.all(runs)) {
      expectDenied(agent, run);
      expect(run.stderr).toContain("ECONNREFUSED");
    }
  });

  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "%s: no agent runs the tool",
    { timeout: 120_000 },
    async (signal) => {
      const runs = HOOK_AGENTS.map(async (agent) => {
        const stop = stoppedWhenAsked();
        const run = await runHook(agent, {
          args: ["--url", await stop.url(), "--timeout", PATIENT],
          input: JSON.stringify(COMMAND[agent](ARGUMENT)),
          meanwhile: (child) => stop.asked.then(() => child.kill(signal)),
        });
        await stop.close();
        return { agent, run };
      });
      for (const { agent, run } of await Promise.all(runs)) expectDenied(agent, run);
    },
  );
});

describe("what was typed wrong", () => {
  it.each([
    { what: "an option that nobody knows", agent: "codex", args: ["--yes"] },
    { what: "an agent that nobody knows", agent: "nobody", args: [] },
    { what: "a call for help", agent: "codex", args: ["--help"] },
    { what: "an approval that the agent cannot be given", agent: "codex", args: ["--auto-approve"] },
    { what: "too much", agent: "codex", args: ["claude-code"] },
  ])("$what is no yes", async ({ agent, args }) => {
    const run = await runHook(agent, { args, input: JSON.stringify(COMMAND.codex(ARGUMENT)) });
    expect(run.code).toBe(2);
  });
});

/** Somebody who is asked and never answers; `asked` is when the hook has sent something. */
function stoppedWhenAsked() {
  let heard = () => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", heard);
  });
  return {
    asked,
    url: async () => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as { readonly port: number }).port}`;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
