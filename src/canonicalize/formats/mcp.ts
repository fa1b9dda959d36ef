import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { callWithObject } from "./arguments.ts";
import { type FormatResult, refuse } from "./result.ts";

/** MCP `tools/call`: the params alone, or the whole JSON-RPC 2.0 message (MCP specification, "Calling Tools"). */
export function readMcp(payload: JsonObject): FormatResult {
  if (payload["jsonrpc"] === undefined) return callWithObject(payload["name"], payload["arguments"], "/arguments");
  if (payload["jsonrpc"] !== "2.0" || payload["method"] !== "tools/call") {
    return refuse("call_payload_unsupported", "/call/payload/method is not tools/call of JSON-RPC 2.0");
  }
  const params = payload["params"];
  if (!isJsonObject(params)) return refuse("call_payload_unsupported", "/call/payload/params is not an object");
  return callWithObject(params["name"], params["arguments"], "/params/arguments");
}
