import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { callWithObject } from "./arguments.ts";
import type { FormatResult } from "./result.ts";

/** Gemini: a part with `functionCall`, or the function call alone. */
export function readGemini(payload: JsonObject): FormatResult {
  const part = payload["functionCall"];
  if (isJsonObject(part)) return callWithObject(part["name"], part["args"], "/functionCall/args");
  return callWithObject(payload["name"], payload["args"], "/args");
}
