import type { JsonObject, JsonValue } from "../domain/json.ts";

/** The coding agents whose hooks are understood, by the names that `rego/catalog/` gives to their own tools. */
export const HOOK_AGENTS = ["claude-code", "codex", "gemini-cli", "cursor", "copilot-cli"] as const;
export type HookAgentName = (typeof HOOK_AGENTS)[number];

/** What a hook was told about: a tool call that waits, one that has ended, or something that is no tool call. */
export type HookEvent = BeforeTool | AfterTool | LeftToOtherHook | NoTool;

export interface BeforeTool {
  readonly phase: "before";
  /** The agent's own name of the event. */
  readonly event: string;
  /** The tool as the agent calls it, for messages. */
  readonly tool: string;
  readonly call: HookCall;
  /** The agent's id of its conversation; "" where it has none. */
  readonly session: string;
  /** What the events before and after one call have in common, within its session. */
  readonly callKey: string;
  /** What the agent says of where the call runs. */
  readonly context: JsonObject;
}

/** The `call` of a native decision request. */
export interface HookCall {
  readonly format: "generic" | "mcp";
  readonly server: string;
  readonly payload: { readonly name: string; readonly arguments: JsonValue };
}

export interface AfterTool {
  readonly phase: "after";
  readonly event: string;
  readonly session: string;
  readonly callKey: string;
  readonly status: "succeeded" | "failed";
  readonly duration_ms?: number;
}

/** A call that the settings leave to another hook of the same agent, which knows more of it. */
export interface LeftToOtherHook {
  readonly phase: "left";
  readonly event: string;
}

export interface NoTool {
  readonly phase: "none";
  readonly event: string;
}

/** An MCP server by the name that the catalogue has for it, and by what the agent calls it: its name, URL or command. */
export interface McpServerName {
  readonly name: string;
  readonly known_as: string;
}

export interface HookReading {
  readonly mcpServers: readonly McpServerName[];
  /** Cursor only: `preToolUse` leaves MCP tools to `beforeMCPExecution`, which says which server is meant. */
  readonly leaveMcp: boolean;
}

/** What stands on standard input is not what this agent's hooks are given: the call that it is about may not run. */
export class HookInputError extends Error {
  override readonly name = "HookInputError";
}
