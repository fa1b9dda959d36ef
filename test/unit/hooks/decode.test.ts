import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { readHookEvent } from "../../../src/hooks/agents/index.ts";
import type { HookAgentName, HookReading } from "../../../src/hooks/event.ts";
import { BEFORE, CLAUDE, CODEX, COPILOT, CURSOR, GEMINI } from "./payloads.ts";

const READING: HookReading = { mcpServers: [], leaveMcp: false };

function read(agent: HookAgentName, payload: JsonValue, reading: Partial<HookReading> = {}) {
  return readHookEvent(agent, payload, { ...READING, ...reading });
}

describe("a call that waits", () => {
  it.each(BEFORE)("$agent: $what", ({ agent, payload, reading, call, session, context }) => {
    expect(read(agent, payload, reading)).toMatchObject({ phase: "before", call, session, context });
  });

  it("holds nothing of what a file contains", () => {
    const payload = { ...CURSOR, hook_event_name: "beforeReadFile", file_path: "/repo/.env", content: "KEY=1" };
    expect(JSON.stringify(read("cursor", payload))).not.toContain("KEY=1");
  });

  it("holds nothing of how an MCP server is started", () => {
    const mcp_context = { server_name: "demo", tool_name: "send", command: "/bin/demo", args: ["--key=s3cret"] };
    const payload = { ...GEMINI, tool_name: "mcp_demo_send", tool_input: {}, mcp_context };
    expect(JSON.stringify(read("gemini-cli", payload))).not.toContain("s3cret");
  });
});

const REFUSED: readonly { agent: HookAgentName; what: string; payload: JsonValue; says: RegExp }[] = [
  { agent: "claude-code", what: "no object", payload: [], says: /no JSON object/ },
  { agent: "claude-code", what: "no event", payload: without(CLAUDE, "hook_event_name"), says: /\/hook_event_name/ },
  { agent: "claude-code", what: "no tool", payload: without(CLAUDE, "tool_name"), says: /\/tool_name/ },
  { agent: "claude-code", what: "no arguments", payload: without(CLAUDE, "tool_input"), says: /\/tool_input/ },
  { agent: "claude-code", what: "no session", payload: without(CLAUDE, "session_id"), says: /\/session_id/ },
  {
    agent: "claude-code",
    what: "a session that is no text",
    payload: { ...CLAUDE, session_id: 7 },
    says: /\/session_id/,
  },
  { agent: "claude-code", what: "a folder that is no text", payload: { ...CLAUDE, cwd: 7 }, says: /\/cwd/ },
  {
    agent: "claude-code",
    what: "an event with a tool that it does not know",
    payload: { ...CLAUDE, hook_event_name: "PermissionRequest" },
    says: /does not judge/,
  },
  {
    agent: "claude-code",
    what: "an event that is a property of every object",
    payload: { ...CLAUDE, hook_event_name: "constructor" },
    says: /does not judge/,
  },
  {
    agent: "claude-code",
    what: "a server that the tool's name contradicts",
    payload: { ...CLAUDE, tool_name: "mcp__gmail__send", mcp_server: { name: "evil" } },
    says: /not a tool of \/mcp_server/,
  },
  {
    agent: "claude-code",
    what: "a server without a name",
    payload: { ...CLAUDE, tool_name: "mcp__gmail__send", mcp_server: {} },
    says: /names no server/,
  },
  { agent: "codex", what: "no tool", payload: without(CODEX, "tool_name"), says: /\/tool_name/ },
  {
    agent: "gemini-cli",
    what: "a server without a name",
    payload: { ...GEMINI, mcp_context: { tool_name: "send" } },
    says: /names no server/,
  },
  {
    agent: "gemini-cli",
    what: "a context that is none",
    payload: { ...GEMINI, mcp_context: "demo" },
    says: /no.*object/,
  },
  { agent: "cursor", what: "no conversation", payload: without(CURSOR, "conversation_id"), says: /\/conversation_id/ },
  {
    agent: "cursor",
    what: "a command that is none",
    payload: { ...CURSOR, hook_event_name: "beforeShellExecution", command: ["ls"] },
    says: /\/command/,
  },
  {
    agent: "cursor",
    what: "arguments that are no JSON",
    payload: { ...CURSOR, hook_event_name: "beforeMCPExecution", tool_name: "send", tool_input: "{" },
    says: /\/tool_input/,
  },
  { agent: "copilot-cli", what: "no arguments", payload: without(COPILOT, "toolArgs"), says: /\/toolArgs/ },
  { agent: "copilot-cli", what: "no tool", payload: without(COPILOT, "toolName"), says: /\/toolName/ },
  {
    agent: "copilot-cli",
    what: "arguments that are no JSON",
    payload: { ...COPILOT, toolArgs: "{" },
    says: /\/toolArgs/,
  },
  {
    agent: "copilot-cli",
    what: "the PascalCase event, whose tool names are not exact",
    payload: { hook_event_name: "PreToolUse", tool_name: "Bash", tool_input: { command: "ls" } },
    says: /preToolUse/,
  },
  {
    agent: "copilot-cli",
    what: "an event with a tool that it does not know",
    payload: { ...COPILOT, hook_event_name: "PermissionRequest" },
    says: /does not judge/,
  },
];

describe("input that is not the agent's", () => {
  it.each(REFUSED)("$agent: $what", ({ agent, payload, says }) => {
    expect(() => read(agent, payload)).toThrow(says);
  });
});

const AFTER: readonly { agent: HookAgentName; payload: JsonObject; status: string; duration_ms?: number }[] = [
  {
    agent: "claude-code",
    payload: { ...CLAUDE, hook_event_name: "PostToolUse", duration_ms: 131.6 },
    status: "succeeded",
    duration_ms: 132,
  },
  { agent: "claude-code", payload: { ...CLAUDE, hook_event_name: "PostToolUseFailure" }, status: "failed" },
  { agent: "codex", payload: { ...CODEX, hook_event_name: "PostToolUse" }, status: "succeeded" },
  { agent: "gemini-cli", payload: { ...GEMINI, hook_event_name: "AfterTool", tool_response: {} }, status: "succeeded" },
  {
    agent: "gemini-cli",
    payload: { ...GEMINI, hook_event_name: "AfterTool", tool_response: { error: {} } },
    status: "failed",
  },
  {
    agent: "cursor",
    payload: { ...CURSOR, hook_event_name: "postToolUse", duration: 12 },
    status: "succeeded",
    duration_ms: 12,
  },
  { agent: "cursor", payload: { ...CURSOR, hook_event_name: "postToolUseFailure" }, status: "failed" },
  { agent: "copilot-cli", payload: { ...COPILOT, toolResult: { resultType: "success" } }, status: "succeeded" },
  { agent: "copilot-cli", payload: { ...COPILOT, error: "no" }, status: "failed" },
];

describe("a call that has ended", () => {
  it.each(AFTER)("$agent: $status", ({ agent, payload, status, duration_ms }) => {
    const before = {
      "claude-code": CLAUDE,
      codex: CODEX,
      "gemini-cli": GEMINI,
      cursor: CURSOR,
      "copilot-cli": COPILOT,
    }[agent];
    const event = read(agent, payload);
    expect(event).toMatchObject({ phase: "after", status, ...(duration_ms === undefined ? {} : { duration_ms }) });
    const key = (one: object) => (one as { callKey: string }).callKey;
    expect(key(event)).toBe(key(read(agent, before)));
  });
});

describe("what is no tool call", () => {
  it.each([
    { agent: "claude-code", payload: { hook_event_name: "SessionStart", session_id: "s" } },
    { agent: "codex", payload: { hook_event_name: "UserPromptSubmit", session_id: "s", prompt: "go" } },
    { agent: "gemini-cli", payload: { hook_event_name: "BeforeAgent", prompt: "go" } },
    { agent: "cursor", payload: { hook_event_name: "stop", conversation_id: "s" } },
    { agent: "copilot-cli", payload: { sessionId: "s", prompt: "go" } },
  ] as const)("$agent", ({ agent, payload }) => {
    expect(read(agent, payload)).toMatchObject({ phase: "none" });
  });

  it("is left to another hook only where the settings say so", () => {
    const payload = { ...CURSOR, tool_name: "MCP:send" };
    expect(read("cursor", payload, { leaveMcp: true })).toMatchObject({ phase: "left" });
    expect(read("cursor", payload)).toMatchObject({ phase: "before" });
    expect(read("cursor", CURSOR, { leaveMcp: true })).toMatchObject({ phase: "before" });
  });
});

function without(payload: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = payload;
  return rest;
}
