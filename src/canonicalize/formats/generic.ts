import type { JsonObject } from "../../domain/json.ts";
import { callWithObject } from "./arguments.ts";
import { type FormatResult, refuse } from "./result.ts";

/** `{name, arguments}` and nothing else: what a field means that this format does not have, nobody can say. */
export function readGeneric(payload: JsonObject): FormatResult {
  const extra = Object.keys(payload).find((key) => key !== "name" && key !== "arguments");
  if (extra !== undefined) {
    return refuse("call_payload_unsupported", "/call/payload of format generic holds more than name and arguments");
  }
  return callWithObject(payload["name"], payload["arguments"], "/arguments");
}
