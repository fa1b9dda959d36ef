import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { mcpTool, ownTool, splitMcpName } from "../call.ts";
import { type HookCall, type HookEvent, HookInputError, type HookReading } from "../event.ts";
import { readNamedEvent } from "./named-events.ts";

/** Claude Code: https://code.claude.com/docs/en/hooks, "PreToolUse input". @throws HookInputError */
export function readClaudeCode(payload: JsonObject, reading: HookReading): HookEvent {
  return readNamedEvent(payload, {
    before: "PreToolUse",
    after: { PostToolUse: "succeeded", PostToolUseFailure: "failed" },
    callOf: (name, input) => callOf(name, input, payload["mcp_server"], reading),
  });
}

/** Later versions say the server beside the tool's name, in which characters of the server's name may be replaced. */
function callOf(name: string, input: JsonValue, mcp: JsonValue | undefined, { mcpServers }: HookReading): HookCall {
  const split = splitMcpName(name);
  if (mcp === undefined || mcp === null) {
    return split === undefined
      ? ownTool("claude-code", name, input)
      : mcpTool(mcpServers, split.server, split.tool, input);
  }
  const server = isJsonObject(mcp) ? mcp["name"] : undefined;
  if (typeof server !== "string" || server === "") throw new HookInputError("/mcp_server names no server");
  const prefix = `mcp__${server.replace(/[^A-Za-z0-9_-]/g, "_")}__`;
  if (!name.startsWith(prefix)) throw new HookInputError("/tool_name is not a tool of /mcp_server");
  return mcpTool(mcpServers, server, name.slice(prefix.length), input);
}
