import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { mcpTool, ownTool } from "../call.ts";
import type { AfterTool, HookCall, HookEvent, HookReading } from "../event.ts";
import { callKeyOf, durationField, given, optionalText, textField, valueField } from "../fields.ts";
import { unknownEvent } from "./named-events.ts";

interface Seen {
  /** What the events before and after call it. */
  readonly tool: string;
  readonly input: JsonValue;
  readonly call: HookCall;
}

type Reader = (payload: JsonObject, reading: HookReading) => Seen;

const BEFORE: Readonly<Record<string, Reader>> = {
  preToolUse: anyTool,
  beforeShellExecution: shell,
  beforeMCPExecution: mcp,
  beforeReadFile: file,
  beforeTabFileRead: file,
};

const AFTER: Readonly<Record<string, { readonly read: Reader; readonly status: AfterTool["status"] }>> = {
  postToolUse: { read: anyTool, status: "succeeded" },
  postToolUseFailure: { read: anyTool, status: "failed" },
  afterShellExecution: { read: shell, status: "succeeded" },
  afterMCPExecution: { read: mcp, status: "succeeded" },
};

const MCP_PREFIX = "MCP:";

/** Cursor: https://cursor.com/docs/agent/hooks. @throws HookInputError, or WritError where `tool_input` is no JSON */
export function readCursor(payload: JsonObject, reading: HookReading): HookEvent {
  const event = textField(payload, "hook_event_name");
  const before = Object.hasOwn(BEFORE, event) ? BEFORE[event] : undefined;
  const after = Object.hasOwn(AFTER, event) ? AFTER[event] : undefined;
  const read = before ?? after?.read;
  if (read === undefined) return unknownEvent(payload, event);
  if (before !== undefined && reading.leaveMcp && event === "preToolUse") {
    if (textField(payload, "tool_name").startsWith(MCP_PREFIX)) return { phase: "left", event };
  }
  const session = textField(payload, "conversation_id");
  const { tool, input, call } = read(payload, reading);
  const callKey = callKeyOf(optionalText(payload, "tool_use_id"), tool, input);
  if (after !== undefined) {
    return { phase: "after", event, session, callKey, status: after.status, ...durationField(payload, "duration") };
  }
  const roots = payload["workspace_roots"];
  const context = { ...given(payload, ["cwd", "model"]), ...(Array.isArray(roots) ? { workspace: roots } : {}) };
  return { phase: "before", event, tool, call, session, callKey, context };
}

function anyTool(payload: JsonObject, { mcpServers }: HookReading): Seen {
  const tool = textField(payload, "tool_name");
  const input = argumentsOf(payload);
  if (!tool.startsWith(MCP_PREFIX)) return { tool, input, call: ownTool("cursor", tool, input) };
  // A tool's name holds no colon (MCP, "Tool Names"), so with one more the first part is the server's.
  const rest = tool.slice(MCP_PREFIX.length);
  const colon = rest.indexOf(":");
  const server = colon < 0 ? undefined : rest.slice(0, colon);
  return { tool, input, call: mcpTool(mcpServers, server, rest.slice(colon + 1), input) };
}

function shell(payload: JsonObject): Seen {
  const input = { command: textField(payload, "command") };
  return { tool: "Shell", input, call: ownTool("cursor", "Shell", input) };
}

/** It says the server's URL, or the command that started it; which server that is only the settings know. */
function mcp(payload: JsonObject, { mcpServers }: HookReading): Seen {
  const tool = textField(payload, "tool_name");
  const input = argumentsOf(payload);
  const place = optionalText(payload, "url") ?? optionalText(payload, "command");
  const known = mcpServers.some(({ known_as }) => known_as === place);
  return { tool, input, call: mcpTool(mcpServers, known ? place : undefined, tool, input) };
}

/** The file's content is not what is asked about, and stays here. */
function file(payload: JsonObject): Seen {
  const input = { file_path: textField(payload, "file_path") };
  return { tool: "Read", input, call: ownTool("cursor", "Read", input) };
}

function argumentsOf(payload: JsonObject): JsonValue {
  const input = valueField(payload, "tool_input");
  if (typeof input !== "string") return input;
  const parsed = parseStrictJson(input, "/tool_input");
  return isJsonObject(parsed) ? parsed : input;
}
