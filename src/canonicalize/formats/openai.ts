import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { callWithObject, callWithText } from "./arguments.ts";
import { type FormatResult, refuse } from "./result.ts";

/** OpenAI: an element of a chat completion's `tool_calls`, or an item of a Responses output. */
export function readOpenAi(payload: JsonObject): FormatResult {
  switch (payload["type"]) {
    case undefined:
    case "function":
      return readChatCall(payload["function"]);
    case "function_call":
      return callWithText(payload["name"], payload["arguments"], "/arguments");
    case "mcp_call":
    case "mcp_approval_request":
      return readMcpItem(payload);
    case "custom_tool_call":
      return callWithObject(payload["name"], { input: payload["input"] ?? null }, "/input");
    case "local_shell_call":
      return readBuiltIn("local_shell", payload["action"]);
    case "shell_call":
      return readBuiltIn("shell", payload["action"]);
    default:
      return refuse("call_payload_unsupported", "/call/payload/type is no call that Writ reads");
  }
}

function readChatCall(fn: JsonValue | undefined): FormatResult {
  if (!isJsonObject(fn)) return refuse("call_payload_unsupported", "/call/payload/function is not an object");
  return callWithText(fn["name"], fn["arguments"], "/function/arguments");
}

function readMcpItem(payload: JsonObject): FormatResult {
  const server = payload["server_label"];
  if (typeof server !== "string") {
    return refuse("call_payload_unsupported", "/call/payload/server_label is not a string");
  }
  const result = callWithText(payload["name"], payload["arguments"], "/arguments");
  return "call" in result ? { call: { ...result.call, server } } : result;
}

/** A tool that the provider brings itself: its action is its arguments, its server is the provider. */
function readBuiltIn(name: string, action: JsonValue | undefined): FormatResult {
  if (!isJsonObject(action)) return refuse("call_payload_unsupported", "/call/payload/action is not an object");
  return { call: { server: "openai", name, arguments: action } };
}
