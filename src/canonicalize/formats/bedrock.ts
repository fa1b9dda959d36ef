import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { callWithObject } from "./arguments.ts";
import type { FormatResult } from "./result.ts";

/** Amazon Bedrock Converse: a content block with `toolUse`, or the tool use alone. */
export function readBedrock(payload: JsonObject): FormatResult {
  const block = payload["toolUse"];
  if (isJsonObject(block)) return callWithObject(block["name"], block["input"], "/toolUse/input");
  return callWithObject(payload["name"], payload["input"], "/input");
}
