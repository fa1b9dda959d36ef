import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { HookAgentName } from "../../../src/hooks/event.ts";

export const MAIN = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));

/** The call of each agent that runs `command`, as the agent gives it to its hook. */
export const COMMAND: Readonly<Record<HookAgentName, (command: string, cwd?: string) => JsonObject>> = {
  "claude-code": (command, cwd = "/repo") => ({
    session_id: "session-claude",
    cwd,
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: "toolu_01",
  }),
  codex: (command, cwd = "/repo") => ({
    session_id: "session-codex",
    turn_id: "turn-1",
    cwd,
    hook_event_name: "PreToolUse",
    model: "gpt-5",
    permission_mode: "bypassPermissions",
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: "call_1",
  }),
  "gemini-cli": (command, cwd = "/repo") => ({
    session_id: "session-gemini",
    cwd,
    hook_event_name: "BeforeTool",
    tool_name: "run_shell_command",
    tool_input: { command },
  }),
  cursor: (command, cwd = "/repo") => ({
    conversation_id: "session-cursor",
    hook_event_name: "preToolUse",
    workspace_roots: [cwd],
    cwd,
    tool_name: "Shell",
    tool_input: { command },
    tool_use_id: "tool-1",
  }),
  "copilot-cli": (command, cwd = "/repo") => ({
    sessionId: "session-copilot",
    timestamp: 1795284421893,
    cwd,
    toolName: "bash",
    toolArgs: { command },
  }),
};

const SESSION_FIELDS = ["session_id", "conversation_id", "sessionId"];

/** The same call in another conversation: one agent's session is no other agent's. */
export function inSession(session: string, payload: JsonObject): JsonObject {
  const field = SESSION_FIELDS.find((name) => name in payload) ?? "session_id";
  return { ...payload, [field]: session };
}

/** A field without which nobody knows which tool is meant. */
export const TOOL_FIELD: Readonly<Record<HookAgentName, string>> = {
  "claude-code": "tool_name",
  codex: "tool_name",
  "gemini-cli": "tool_name",
  cursor: "tool_name",
  "copilot-cli": "toolName",
};

export interface HookRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface HookStart {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What stands on standard input; undefined leaves it open without a byte. */
  readonly input: string | undefined;
  /** Once it runs and has its input. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** `writ hook` as a process of its own, with nothing of this one's environment but where programs are. */
export function runHook(agent: string, { args = [], env = {}, input, meanwhile }: HookStart): Promise<HookRun> {
  const child = spawn(process.execPath, [MAIN, "hook", agent, ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/home/nobody", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    stdout += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  // A hook that has read enough closes its end.
  child.stdin.on("error", () => {});
  if (input !== undefined) child.stdin.end(input);
  meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      child.stdin.destroy();
      resolve({ code, signal, stdout, stderr });
    });
  });
}

/** What each agent reads as "do not run it": this on standard output, a reason on standard error, and exit code 2. */
export function deniesOf(agent: HookAgentName, stdout: string): unknown {
  const answer = JSON.parse(stdout) as Record<string, unknown>;
  if (agent === "gemini-cli") return answer["decision"];
  if (agent === "cursor") return answer["permission"];
  if (agent === "copilot-cli") return answer["permissionDecision"];
  return (answer["hookSpecificOutput"] as Record<string, unknown>)["permissionDecision"];
}
