import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScriptedCall } from "./model-server.ts";

/** Where one run of an agent happens: its own home, and the folder that it works in. */
export interface AgentRoom {
  readonly home: string;
  readonly work: string;
  /** A model on loopback. */
  readonly model: string;
}

/** How a real agent is started without a login, with a model of ours and all tools permitted: only the hook can stop one. */
export interface RealAgent {
  readonly name: "claude-code" | "codex" | "gemini-cli" | "copilot-cli";
  readonly program: string;
  readonly call: (command: string) => ScriptedCall;
  /** Writes the hook's settings, and whatever else it wants before it starts. */
  readonly prepare: (room: AgentRoom, hooks: string) => void;
  readonly args: readonly string[];
  readonly env: (room: AgentRoom) => Readonly<Record<string, string>>;
}

/** Where `tools/agents/main.ts` puts their programs. */
export const AGENT_PROGRAMS = join(import.meta.dirname, "..", "..", "var", "agents", "node_modules", ".bin");

function write(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}

export const REAL_AGENTS: readonly RealAgent[] = [
  {
    name: "claude-code",
    program: "claude",
    call: (command) => ({ name: "Bash", args: { command, description: "tries" } }),
    prepare: ({ home }, hooks) => write(join(home, ".claude/settings.json"), hooks),
    args: ["-p", "go", "--allowedTools", "Bash"],
    env: ({ model }) => ({
      ANTHROPIC_API_KEY: "none",
      ANTHROPIC_BASE_URL: model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    }),
  },
  {
    name: "codex",
    program: "codex",
    call: (command) => ({ name: "exec_command", args: { cmd: command } }),
    prepare: ({ home, model }, hooks) => {
      write(join(home, ".codex/hooks.json"), hooks);
      const provider = `name = "scripted"\nbase_url = "${model}/v1"\nwire_api = "responses"\nenv_key = "MODEL_KEY"\n`;
      const config = `model = "scripted"\nmodel_provider = "scripted"\n\n[model_providers.scripted]\n${provider}`;
      write(join(home, ".codex/config.toml"), config);
    },
    args: [
      "exec",
      "--skip-git-repo-check",
      "--dangerously-bypass-approvals-and-sandbox",
      "--dangerously-bypass-hook-trust",
      "go",
    ],
    env: ({ home }) => ({ CODEX_HOME: join(home, ".codex"), MODEL_KEY: "none" }),
  },
  {
    name: "gemini-cli",
    program: "gemini",
    call: (command) => ({ name: "run_shell_command", args: { command } }),
    prepare: ({ home }, hooks) => {
      const settings = { ...(JSON.parse(hooks) as object), security: { auth: { selectedType: "gemini-api-key" } } };
      write(join(home, ".gemini/settings.json"), JSON.stringify(settings));
    },
    args: ["--yolo", "--skip-trust", "-p", "go"],
    env: ({ model }) => ({ GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: model }),
  },
  {
    name: "copilot-cli",
    program: "copilot",
    call: (command) => ({ name: "bash", args: { command, description: "tries" } }),
    prepare: ({ home }, hooks) => write(join(home, ".copilot/hooks/writ.json"), hooks),
    args: ["--allow-all-tools", "-p", "go"],
    env: ({ model }) => ({
      COPILOT_OFFLINE: "true",
      COPILOT_AUTO_UPDATE: "false",
      COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
      COPILOT_MODEL: "scripted",
    }),
  },
];

export interface AgentRun {
  readonly code: number | null;
  /** All that it printed. */
  readonly output: string;
}

/** Runs the agent to its end. */
export function runAgent(
  agent: RealAgent,
  room: AgentRoom,
  extra: Readonly<Record<string, string>> = {},
): Promise<AgentRun> {
  const child = spawn(join(AGENT_PROGRAMS, agent.program), agent.args, {
    cwd: room.work,
    env: { PATH: process.env["PATH"] ?? "", HOME: room.home, ...agent.env(room), ...extra },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      output += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
