import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import type { HookAgentName, HookReading } from "../../../src/hooks/event.ts";

// What Claude Code 2.1.329, Codex 0.169.0, Gemini CLI 0.61.0 and Copilot CLI 1.0.102 gave their hooks; Cursor's by its documentation.
export const CLAUDE: JsonObject = {
  session_id: "007a4b3c",
  transcript_path: "/home/me/.claude/projects/repo/007a4b3c.jsonl",
  cwd: "/repo",
  prompt_id: "4acdf705",
  permission_mode: "default",
  effort: { level: "medium" },
  hook_event_name: "PreToolUse",
  tool_name: "Bash",
  tool_input: { command: "cat README.md", description: "x" },
  tool_use_id: "toolu_01",
};

export const CODEX: JsonObject = {
  session_id: "01a1ff49",
  turn_id: "01a1ff49-a57f",
  transcript_path: "/home/me/.codex/sessions/rollout.jsonl",
  cwd: "/repo",
  hook_event_name: "PreToolUse",
  model: "gpt-5",
  permission_mode: "bypassPermissions",
  tool_name: "Bash",
  tool_input: { command: "cat README.md" },
  tool_use_id: "call_1",
};

export const GEMINI: JsonObject = {
  session_id: "65bf2e08",
  transcript_path: "/home/me/.gemini/tmp/repo/chats/session.jsonl",
  cwd: "/repo",
  hook_event_name: "BeforeTool",
  timestamp: "2026-11-21T18:06:28.934Z",
  tool_name: "run_shell_command",
  tool_input: { command: "cat README.md" },
};

export const COPILOT: JsonObject = {
  sessionId: "266f791b",
  timestamp: 1795284421893,
  cwd: "/repo",
  toolName: "bash",
  toolArgs: { command: "cat README.md", description: "x" },
};

export const CURSOR: JsonObject = {
  conversation_id: "conv-1",
  generation_id: "gen-1",
  hook_event_name: "preToolUse",
  cursor_version: "2.0.77",
  workspace_roots: ["/repo"],
  tool_name: "Shell",
  tool_input: { command: "cat README.md" },
  tool_use_id: "tool-1",
  cwd: "/repo",
};

interface BeforeCase {
  readonly agent: HookAgentName;
  readonly what: string;
  readonly payload: JsonObject;
  readonly reading?: Partial<HookReading>;
  readonly call: { readonly format: string; readonly server: string; readonly payload: JsonValue };
  readonly session: string;
  readonly context: JsonObject;
}

const README = { command: "cat README.md" };
const generic = (server: string, name: string, args: JsonValue) => ({
  format: "generic",
  server,
  payload: { name, arguments: args },
});
const mcp = (server: string, name: string, args: JsonValue = {}) => ({
  format: "mcp",
  server,
  payload: { name, arguments: args },
});
const shell = { conversation_id: "conv-1", hook_event_name: "beforeShellExecution", workspace_roots: ["/repo"] };
const mcpBefore = {
  conversation_id: "conv-1",
  hook_event_name: "beforeMCPExecution",
  tool_name: "send",
  tool_input: '{"to":"bob"}',
};
const named = (name: string, known_as: string) => ({ mcpServers: [{ name, known_as }] });
const at = { claude: "007a4b3c", codex: "01a1ff49", gemini: "65bf2e08", copilot: "266f791b", cursor: "conv-1" };
const repo = { cwd: "/repo" };
const roots = { workspace: ["/repo"] };
const mcpClaude = (name: string, server?: string): JsonObject => ({
  ...CLAUDE,
  tool_name: name,
  tool_input: {},
  ...(server === undefined ? {} : { mcp_server: { name: server, source: "dynamic" } }),
});
const mcpGemini = {
  ...GEMINI,
  tool_name: "mcp_my_mail_send_it",
  tool_input: {},
  mcp_context: { server_name: "my_mail", tool_name: "send_it" },
};

export const BEFORE: readonly BeforeCase[] = [
  {
    agent: "claude-code",
    what: "a command",
    payload: CLAUDE,
    call: generic("claude-code", "Bash", { ...README, description: "x" }),
    session: at.claude,
    context: { cwd: "/repo", permission_mode: "default" },
  },
  {
    agent: "claude-code",
    what: "an MCP tool",
    payload: mcpClaude("mcp__gmail__send_email", "gmail"),
    call: mcp("gmail", "send_email"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "claude-code",
    what: "an MCP tool, of a version that names no server",
    payload: mcpClaude("mcp__gmail__send_email"),
    call: mcp("gmail", "send_email"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "claude-code",
    what: "an MCP tool whose server's name holds the separator",
    payload: mcpClaude("mcp__my__mail__send", "my__mail"),
    call: mcp("my__mail", "send"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "claude-code",
    what: "an MCP tool whose server's name is written otherwise",
    payload: mcpClaude("mcp__my_mail__send", "my mail"),
    call: mcp("my mail", "send"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "claude-code",
    what: "an MCP server that the settings rename",
    payload: mcpClaude("mcp__post__send", "post"),
    reading: named("gmail", "post"),
    call: mcp("gmail", "send"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "claude-code",
    what: "arguments that are no object, which Writ refuses",
    payload: { ...CLAUDE, tool_input: "ls" },
    call: generic("claude-code", "Bash", "ls"),
    session: at.claude,
    context: repo,
  },
  {
    agent: "codex",
    what: "a command",
    payload: CODEX,
    call: generic("codex", "Bash", README),
    session: at.codex,
    context: { cwd: "/repo", permission_mode: "bypassPermissions", model: "gpt-5" },
  },
  {
    agent: "codex",
    what: "an MCP tool",
    payload: { ...CODEX, tool_name: "mcp__demo__send_note", tool_input: {} },
    call: mcp("demo", "send_note"),
    session: at.codex,
    context: repo,
  },
  {
    agent: "gemini-cli",
    what: "a command",
    payload: GEMINI,
    call: generic("gemini-cli", "run_shell_command", README),
    session: at.gemini,
    context: repo,
  },
  {
    agent: "gemini-cli",
    what: "an MCP tool",
    payload: mcpGemini,
    call: mcp("my_mail", "send_it"),
    session: at.gemini,
    context: repo,
  },
  {
    agent: "gemini-cli",
    what: "an MCP tool without its context, which no catalogue knows",
    payload: { ...mcpGemini, mcp_context: null },
    call: generic("gemini-cli", "mcp_my_mail_send_it", {}),
    session: at.gemini,
    context: repo,
  },
  {
    agent: "cursor",
    what: "a command before any tool",
    payload: CURSOR,
    call: generic("cursor", "Shell", README),
    session: at.cursor,
    context: { ...repo, ...roots },
  },
  {
    agent: "cursor",
    what: "a command",
    payload: { ...shell, command: "ls", cwd: "/tmp" },
    call: generic("cursor", "Shell", { command: "ls" }),
    session: at.cursor,
    context: { cwd: "/tmp", ...roots },
  },
  {
    agent: "cursor",
    what: "a file",
    payload: { ...shell, hook_event_name: "beforeReadFile", file_path: "/repo/a", content: "x" },
    call: generic("cursor", "Read", { file_path: "/repo/a" }),
    session: at.cursor,
    context: roots,
  },
  {
    agent: "cursor",
    what: "an MCP tool of a server that the settings know",
    payload: { ...mcpBefore, url: "https://mcp.example.com" },
    reading: named("gmail", "https://mcp.example.com"),
    call: mcp("gmail", "send", { to: "bob" }),
    session: at.cursor,
    context: {},
  },
  {
    agent: "cursor",
    what: "an MCP tool of a server that nobody knows",
    payload: { ...mcpBefore, url: "https://other.example.com" },
    reading: named("gmail", "https://mcp.example.com"),
    call: mcp("", "send", { to: "bob" }),
    session: at.cursor,
    context: {},
  },
  {
    agent: "cursor",
    what: "an MCP tool before any tool",
    payload: { ...CURSOR, tool_name: "MCP:send", tool_input: {} },
    call: mcp("", "send"),
    session: at.cursor,
    context: repo,
  },
  {
    agent: "cursor",
    what: "an MCP tool before any tool, with its server",
    payload: { ...CURSOR, tool_name: "MCP:gmail:send", tool_input: {} },
    call: mcp("gmail", "send"),
    session: at.cursor,
    context: repo,
  },
  {
    agent: "copilot-cli",
    what: "a command",
    payload: COPILOT,
    call: generic("copilot-cli", "bash", { ...README, description: "x" }),
    session: at.copilot,
    context: repo,
  },
  {
    agent: "copilot-cli",
    what: "arguments as text",
    payload: { ...COPILOT, toolArgs: '{"command":"ls"}' },
    call: generic("copilot-cli", "bash", { command: "ls" }),
    session: at.copilot,
    context: repo,
  },
  {
    agent: "copilot-cli",
    what: "an MCP tool of the server with the longest name that fits",
    payload: { ...COPILOT, toolName: "my-mail-send-note", toolArgs: {} },
    reading: {
      mcpServers: [
        { name: "my", known_as: "my" },
        { name: "gmail", known_as: "my-mail" },
      ],
    },
    call: mcp("gmail", "send-note"),
    session: at.copilot,
    context: repo,
  },
  {
    agent: "copilot-cli",
    what: "an MCP tool of a server that nobody named, which no catalogue knows",
    payload: { ...COPILOT, toolName: "demo-send_note", toolArgs: {} },
    call: generic("copilot-cli", "demo-send_note", {}),
    session: at.copilot,
    context: repo,
  },
];
