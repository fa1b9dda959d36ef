import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HookAgentName } from "../../../src/hooks/event.ts";
import { type HttpServer, startHttpServer } from "../../../tools/http-server.ts";
import { MAIN } from "./agents.ts";

const EXAMPLES = "examples/gateways/agent-hooks";
const USER_FILE = {
  "claude-code": ["claude-code.settings.json", ".claude/settings.json"],
  "gemini-cli": ["gemini-cli.settings.json", ".gemini/settings.json"],
  cursor: ["cursor.hooks.json", ".cursor/hooks.json"],
  "copilot-cli": ["copilot-cli.hooks.json", ".copilot/hooks/writ.json"],
  codex: ["codex.hooks.json", ".codex/hooks.json"],
} as const satisfies Record<HookAgentName, readonly [string, string]>;

let ready: HttpServer;
let bin: string;
let dir: string;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "writ-doctor-"));
  ready = await startHttpServer((_, response) => response.end("{}"));
  bin = join(root, "bin");
  write(join(bin, "writ"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`, 0o755);
});
afterAll(async () => {
  await ready.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  dir = mkdtempSync(join(root, "machine-"));
  for (const name of ["home", "project", "root"]) mkdirSync(join(dir, name));
});

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

const url = () => ready.url;

function example(agent: HookAgentName): string {
  const [from] = USER_FILE[agent];
  return readFileSync(join(EXAMPLES, from), "utf8").replaceAll("http://127.0.0.1:8181", url());
}

interface Diagnosis {
  readonly code: number;
  readonly findings: readonly { readonly agent: string; readonly level: string; readonly code: string }[];
}

function doctor(agent: HookAgentName, args: readonly string[] = []): Promise<Diagnosis> {
  const places = ["--project", join(dir, "project"), "--root", join(dir, "root"), "--json"];
  // sh and nothing else of this machine: no real agent is asked.
  const env = { PATH: `${bin}:/bin`, HOME: join(dir, "home") };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [MAIN, "doctor", agent, ...places, ...args], { env }, (error, stdout, stderr) => {
      if (stdout === "") return reject(new Error(stderr));
      const { findings } = JSON.parse(stdout) as Pick<Diagnosis, "findings">;
      resolve({ code: typeof error?.code === "number" ? error.code : 0, findings });
    });
  });
}

const codes = ({ findings }: Diagnosis, level: string) =>
  findings.filter((one) => one.level === level).map(({ code }) => code);

describe.each(["claude-code", "gemini-cli", "cursor", "copilot-cli"] as const)("the settings of %s", (agent) => {
  it("that the guide shows are sound, and the command stops a tool that nobody knows", async () => {
    write(join(dir, "home", USER_FILE[agent][1]), example(agent));
    const diagnosis = await doctor(agent, ["--probe"]);
    expect(codes(diagnosis, "problem")).toEqual([]);
    expect(codes(diagnosis, "ok")).toEqual(["hook_active", "ready"]);
    expect(diagnosis.code).toBe(0);
  });

  it("that are not there are a problem", async () => {
    const diagnosis = await doctor(agent, ["--url", url()]);
    expect(codes(diagnosis, "problem")).toEqual(["hook_missing"]);
    expect(diagnosis.code).toBe(1);
  });

  it("that cannot be read are a problem", async () => {
    write(join(dir, "home", USER_FILE[agent][1]), `${example(agent)},`);
    expect(codes(await doctor(agent, ["--url", url()]), "problem")).toEqual(["settings_broken", "hook_missing"]);
  });

  it("that name another agent are a problem", async () => {
    write(join(dir, "home", USER_FILE[agent][1]), example(agent).replaceAll(`hook ${agent}`, "hook codex"));
    expect(codes(await doctor(agent, ["--url", url()]), "problem")).toContain("hook_missing");
  });
});

interface Change {
  readonly agent: HookAgentName;
  readonly what: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly code: string;
  readonly args?: readonly string[];
}

const CHANGES: readonly Change[] = [
  {
    agent: "claude-code",
    what: "only some tools",
    from: '"matcher": "*"',
    to: '"matcher": "Bash"',
    code: "matcher_partial",
  },
  {
    agent: "claude-code",
    what: "only some calls",
    from: '"type"',
    to: '"if": "Bash(rm *)", "type"',
    code: "asked_partly",
  },
  {
    agent: "claude-code",
    what: "asked beside the tool",
    from: '"type"',
    to: '"async": true, "type"',
    code: "asked_partly",
  },
  { agent: "claude-code", what: "asked once", from: '"type"', to: '"once": true, "type"', code: "asked_partly" },
  { agent: "claude-code", what: "too little time", from: '"timeout": 60', to: '"timeout": 10', code: "timeout_short" },
  {
    agent: "claude-code",
    what: "a failure that goes on",
    from: / \|\| .*exit 2; \}",\s+"timeout": 60,\s+"onFailure": "block"/,
    to: '"',
    code: "failure_goes_on",
  },
  {
    agent: "claude-code",
    what: "hooks switched off",
    from: '"hooks": {',
    to: '"disableAllHooks": true, "hooks": {',
    code: "hooks_off",
  },
  {
    agent: "claude-code",
    what: "a program that is not there",
    from: "writ hook",
    to: "/nowhere/writ hook",
    code: "program_missing",
  },
  {
    agent: "claude-code",
    what: "a command that says yes",
    from: "writ hook",
    to: "echo writ hook",
    code: "probe_failed",
    args: ["--probe"],
  },
  {
    agent: "gemini-cli",
    what: "only some tools",
    from: '"matcher": "*"',
    to: '"matcher": "run_.*"',
    code: "matcher_partial",
  },
  {
    agent: "gemini-cli",
    what: "seconds for milliseconds",
    from: '"timeout": 60000',
    to: '"timeout": 60',
    code: "timeout_short",
  },
  {
    agent: "gemini-cli",
    what: "a failure that goes on",
    from: / \|\| .*exit 2; \}"/,
    to: '"',
    code: "failure_goes_on",
  },
  {
    agent: "gemini-cli",
    what: "hooks switched off",
    from: '"hooks": {',
    to: '"hooksConfig": {"enabled": false}, "hooks": {',
    code: "hooks_off",
  },
  {
    agent: "gemini-cli",
    what: "the hook switched off",
    from: '"hooks": {',
    to: '"hooksConfig": {"disabled": ["writ"]}, "hooks": {',
    code: "hooks_off",
  },
  {
    agent: "cursor",
    what: "a failure that goes on",
    from: /"failClosed": true/g,
    to: '"failClosed": false',
    code: "failure_goes_on",
  },
  {
    agent: "cursor",
    what: "MCP tools that nobody asks about",
    from: "beforeMCPExecution",
    to: "afterMCPExecution",
    code: "asked_partly",
  },
  { agent: "cursor", what: "only MCP tools", from: "preToolUse", to: "postToolUse", code: "hook_missing" },
  {
    agent: "copilot-cli",
    what: "too little time",
    from: '"timeoutSec": 60',
    to: '"timeoutSec": 5',
    code: "timeout_short",
  },
  {
    agent: "copilot-cli",
    what: "only some tools",
    from: '"type"',
    to: '"matcher": "bash", "type"',
    code: "matcher_partial",
  },
  {
    agent: "copilot-cli",
    what: "names that are not exact",
    from: "preToolUse",
    to: "PreToolUse",
    code: "event_inexact",
  },
  {
    agent: "copilot-cli",
    what: "hooks switched off",
    from: '"version": 1',
    to: '"version": 1, "disableAllHooks": true',
    code: "hooks_off",
  },
  { agent: "codex", what: "a Codex that cannot be asked", from: "x", to: "x", code: "trust_unknown" },
];

describe("what lets a tool run that Writ was not asked about", () => {
  it.each(CHANGES)("$agent: $what", async ({ agent, from, to, code, args = [] }) => {
    const text = example(agent).replace(from, to);
    if (from !== to) expect(text).not.toBe(example(agent));
    write(join(dir, "home", USER_FILE[agent][1]), text);
    const diagnosis = await doctor(agent, ["--url", url(), ...args]);
    expect(codes(diagnosis, "problem")).toContain(code);
    expect(diagnosis.code).toBe(1);
  });

  it("Claude Code's HTTP form, unless a failure blocks", async () => {
    const http = readFileSync(join(EXAMPLES, "claude-code-http.settings.json"), "utf8");
    const file = join(dir, "home", ".claude/settings.json");
    write(file, http);
    expect(codes(await doctor("claude-code", ["--url", url()]), "problem")).toEqual([]);
    write(file, http.replace(/,\s+"onFailure": "block"/, ""));
    expect(codes(await doctor("claude-code", ["--url", url()]), "problem")).toEqual(["http_goes_on"]);
  });

  it("variables that a project sets", async () => {
    write(join(dir, "home", ".claude/settings.json"), example("claude-code"));
    write(join(dir, "project/.claude/settings.json"), '{"env":{"WRIT_URL":"http://evil.example.com"}}');
    expect(codes(await doctor("claude-code"), "problem")).toEqual(["project_decides"]);
  });

  it("hooks of users where the machine wants its own", async () => {
    write(join(dir, "home", ".claude/settings.json"), example("claude-code"));
    write(join(dir, "root/etc/claude-code/managed-settings.json"), '{"allowManagedHooksOnly":true}');
    expect(codes(await doctor("claude-code"), "problem")).toEqual(["hooks_off"]);
  });

  it("a hook that only a folder which nobody trusts has", async () => {
    write(join(dir, "project/.gemini/settings.json"), example("gemini-cli"));
    expect(codes(await doctor("gemini-cli"), "problem")).toEqual(["project_only"]);
  });

  it("nothing, while Writ is not there; but then no tool runs", async () => {
    write(join(dir, "home", ".claude/settings.json"), example("claude-code").replaceAll(url(), "http://127.0.0.1:1"));
    const diagnosis = await doctor("claude-code");
    expect(codes(diagnosis, "problem")).toEqual(["writ_unreachable"]);
    expect(codes(diagnosis, "ok")).toEqual(["hook_active"]);
  });
});
