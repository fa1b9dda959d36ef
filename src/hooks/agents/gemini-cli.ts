import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { mcpTool, ownTool } from "../call.ts";
import { type HookCall, type HookEvent, HookInputError, type HookReading } from "../event.ts";
import { readNamedEvent } from "./named-events.ts";

/** Gemini CLI: docs/hooks/reference.md of its package, "BeforeTool". @throws HookInputError */
export function readGeminiCli(payload: JsonObject, reading: HookReading): HookEvent {
  return readNamedEvent(payload, {
    before: "BeforeTool",
    after: { AfterTool: afterStatus(payload) },
    callOf: (name, input) => callOf(name, input, payload["mcp_context"], reading),
  });
}

/** `mcp_context` says the server and the tool; the name alone (`mcp_server_tool`) does not say where one ends. */
function callOf(name: string, input: JsonValue, mcp: JsonValue | undefined, { mcpServers }: HookReading): HookCall {
  if (mcp === undefined || mcp === null) return ownTool("gemini-cli", name, input);
  if (!isJsonObject(mcp)) throw new HookInputError("/mcp_context is not an object");
  const { server_name: server, tool_name: tool } = mcp;
  if (typeof server !== "string" || typeof tool !== "string") {
    throw new HookInputError("/mcp_context names no server, or no tool");
  }
  return mcpTool(mcpServers, server, tool, input);
}

function afterStatus({ tool_response }: JsonObject): "succeeded" | "failed" {
  return isJsonObject(tool_response) && (tool_response["error"] ?? null) !== null ? "failed" : "succeeded";
}
