import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { type FormatResult, refuse } from "./result.ts";

/** Longest tool name; the longest seen in public manifests has 64 characters. */
const MAX_TOOL_NAME_CHARS = 256;

/** A call whose arguments are an object already; absent arguments are none. */
export function callWithObject(name: JsonValue | undefined, args: JsonValue | undefined, field: string): FormatResult {
  if (typeof name !== "string" || name === "" || name.length > MAX_TOOL_NAME_CHARS) {
    return refuse("call_payload_unsupported", "/call/payload names no tool");
  }
  if (args === undefined || args === null) return { call: { server: "", name, arguments: {} } };
  if (!isJsonObject(args)) return refuse("call_payload_unsupported", `/call/payload${field} is not an object`);
  return { call: { server: "", name, arguments: args } };
}

/** A call whose arguments are JSON in a string, as OpenAI's models write them. */
export function callWithText(name: JsonValue | undefined, text: JsonValue | undefined, field: string): FormatResult {
  if (typeof text !== "string") return refuse("call_payload_unsupported", `/call/payload${field} is not a string`);
  try {
    return callWithObject(name, parseStrictJson(text, `/call/payload${field}`), field);
  } catch (error) {
    if (error instanceof WritError) return refuse("call_arguments_not_json", error.message);
    throw error;
  }
}
