import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listHooks } from "../../src/cli/doctor/codex.ts";
import type { Place } from "../../src/cli/doctor/entry.ts";
import { AGENT_PROGRAMS, type AgentRun, REAL_AGENTS, type RealAgent, runAgent } from "../../tools/agents/agents.ts";
import { startModel } from "../../tools/agents/model-server.ts";
import { type HttpServer, startHttpServer } from "../../tools/http-server.ts";
import type { RunningWrit } from "../../tools/start-writ.ts";
import { descendantsOf } from "../support/processes.ts";
import { sharedService } from "../support/shared-service.ts";

const MAIN = resolve("dist/main.js");
const EXAMPLES = resolve("examples/gateways/agent-hooks");
const SETTINGS = {
  "claude-code": "claude-code.settings.json",
  codex: "codex.hooks.json",
  "gemini-cli": "gemini-cli.settings.json",
  "copilot-cli": "copilot-cli.hooks.json",
} as const;

let writ: RunningWrit;
let garbage: HttpServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "writ-agents-"));
  // The examples call the program by the name that it is installed under.
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/writ"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(folder, "bin/dying-writ"), "#!/bin/sh\nkill -9 $$\n", { mode: 0o755 });
  writ = await sharedService();
  const agents = join(folder, "agents.yaml");
  writeFileSync(agents, readFileSync(join(EXAMPLES, "agents.yaml"), "utf8").replaceAll("/repo", folder));
  await promisify(execFile)(process.execPath, [
    MAIN,
    "agents",
    "apply",
    agents,
    "--url",
    writ.http,
    "--reason",
    "tests",
  ]);
  garbage = await startHttpServer((_, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"effect":"allow"}'),
  );
});
afterAll(async () => {
  await garbage.close();
  await writ.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Trial {
  readonly run: AgentRun;
  /** Whether the tool ran. */
  readonly ran: boolean;
  /** What the model was told of it. */
  readonly told: string;
}

let trials = 0;

/** One conversation of a real agent in which the model runs one command, `touch` of `where`. */
async function attempt(agent: RealAgent, settings: string, where?: string): Promise<Trial> {
  trials += 1;
  const work = join(folder, `work-${trials}`);
  const home = join(folder, `home-${trials}`);
  mkdirSync(work);
  mkdirSync(home);
  const target = where ?? join(work, "ran");
  const model = await startModel(agent.call(`touch ${target}`));
  try {
    agent.prepare({ home, work, model: model.url }, settings);
    const path = `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`;
    const run = await runAgent(agent, { home, work, model: model.url }, { PATH: path });
    const ran = existsSync(target);
    rmSync(target, { force: true });
    // Twice: to be told of the tool, and to be told what came of it. Otherwise nothing was tried.
    expect(model.asked.length, run.output).toBeGreaterThan(1);
    return { run, ran, told: model.asked.at(-1)?.body ?? "" };
  } finally {
    await model.close();
  }
}

/** The example's settings, for this Writ and this folder. */
function example(agent: RealAgent, url: string, change: (text: string) => string = (text) => text): string {
  const text = readFileSync(join(EXAMPLES, SETTINGS[agent.name]), "utf8");
  return change(text.replaceAll("http://127.0.0.1:8181", url).replaceAll("--workspace /repo", `--workspace ${folder}`));
}

describe.each(REAL_AGENTS)("$name, for real", (agent) => {
  it("runs a tool when it has no hook: without one nothing here stops it", async () => {
    expect(await attempt(agent, '{"version":1,"hooks":{}}')).toMatchObject({ ran: true });
  });

  it("runs a tool that Writ allows", async () => {
    expect(await attempt(agent, example(agent, writ.http))).toMatchObject({ ran: true });
  });

  it("does not run a tool that Writ blocks, and tells the model why", async () => {
    const outside = join(tmpdir(), `writ-outside-${process.pid}-${agent.name}`);
    const { ran, told, run } = await attempt(agent, example(agent, writ.http), outside);
    expect(ran, run.output).toBe(false);
    expect(told).toContain("resource_not_in_intent");
  });

  it.each([
    { what: "nobody is there", url: async () => "http://127.0.0.1:1" },
    { what: "it answers garbage", url: async () => garbage.url },
  ])("does not run a tool when $what", async ({ url }) => {
    const { ran, told, run } = await attempt(agent, example(agent, await url()));
    expect(ran, run.output).toBe(false);
    expect(told).toContain("nothing was decided");
  });

  it("does not run a tool when the hook is not there, or dies", async () => {
    for (const instead of ["no-such-writ", "dying-writ"]) {
      const broken = example(agent, writ.http, (text) => text.replaceAll("writ hook", `${instead} hook`));
      const { ran, run } = await attempt(agent, broken);
      expect(ran, `${instead}\n${run.output}`).toBe(false);
    }
  });
});

it.each(REAL_AGENTS)("$name does not run a tool while Writ is paused", async (agent) => {
  const pid = writ.process.pid as number;
  const paused = [pid, ...descendantsOf(pid)];
  const signal = (name: NodeJS.Signals) => {
    for (const one of paused) process.kill(one, name);
  };
  signal("SIGSTOP");
  try {
    const soon = example(agent, writ.http, (text) => text.replaceAll("--agent-id", "--timeout 2000 --agent-id"));
    const { ran, told, run } = await attempt(agent, soon);
    expect(ran, run.output).toBe(false);
    expect(told).toContain("nothing was decided");
  } finally {
    signal("SIGCONT");
  }
});

it("shows why the command is the default: with HTTP alone Claude Code runs the tool when nobody is there", async () => {
  const [claude] = REAL_AGENTS;
  const text = readFileSync(join(EXAMPLES, "claude-code-http.settings.json"), "utf8");
  const down = text.replaceAll("http://127.0.0.1:8181", "http://127.0.0.1:1");
  const open = down.replace(/,\s*"onFailure": "block"/, "");
  expect(open).not.toBe(down);
  expect(await attempt(claude as RealAgent, open)).toMatchObject({ ran: true });
  expect(await attempt(claude as RealAgent, down)).toMatchObject({ ran: false });
  expect(await attempt(claude as RealAgent, text.replaceAll("http://127.0.0.1:8181", writ.http))).toMatchObject({
    ran: true,
  });
});

it("Codex says nothing and runs the tool when nobody has trusted the hook", async () => {
  const codex = REAL_AGENTS.find(({ name }) => name === "codex") as RealAgent;
  const args = codex.args.filter((arg) => arg !== "--dangerously-bypass-hook-trust");
  const settings = example(codex, "http://127.0.0.1:1");
  expect(await attempt({ ...codex, args }, settings)).toMatchObject({ ran: true });

  const home = join(folder, "home-trust");
  codex.prepare({ home, work: folder, model: "http://127.0.0.1:1" }, settings);
  expect(await codesOfDoctor(home)).toContain("not_trusted");
  const [hook] = (await listHooks(placeOf(home))) ?? [];
  const trust = `[hooks.state.${JSON.stringify(hook?.["key"])}]\ntrusted_hash = ${JSON.stringify(hook?.["currentHash"])}\n`;
  appendFileSync(join(home, ".codex/config.toml"), trust);
  expect(await codesOfDoctor(home)).toEqual(["hook_active", "writ_unreachable"]);
});

const placeOf = (home: string): Place => ({
  home,
  project: folder,
  root: "/",
  env: { PATH: `${AGENT_PROGRAMS}:${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, HOME: home },
});

/** What `writ doctor` makes of what the real Codex says. */
async function codesOfDoctor(home: string): Promise<readonly string[]> {
  const args = [MAIN, "doctor", "codex", "--project", folder, "--json"];
  const run = promisify(execFile)(process.execPath, args, { env: placeOf(home).env });
  const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly { readonly code: string }[] };
  return findings.map(({ code }) => code);
}
