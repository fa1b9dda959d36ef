import type { JsonObject } from "../../domain/json.ts";
import { callWithObject } from "./arguments.ts";
import { type FormatResult, refuse } from "./result.ts";

/** Anthropic Messages API: a `tool_use`, `server_tool_use` or `mcp_tool_use` content block. */
export function readAnthropic(payload: JsonObject): FormatResult {
  switch (payload["type"]) {
    case undefined:
    case "tool_use":
    case "server_tool_use":
      return callWithObject(payload["name"], payload["input"], "/input");
    case "mcp_tool_use": {
      const server = payload["server_name"];
      if (typeof server !== "string") {
        return refuse("call_payload_unsupported", "/call/payload/server_name is not a string");
      }
      const result = callWithObject(payload["name"], payload["input"], "/input");
      return "call" in result ? { call: { ...result.call, server } } : result;
    }
    default:
      return refuse("call_payload_unsupported", "/call/payload/type is no call that Writ reads");
  }
}
