import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { CALL_FORMATS, type CallFormat, type ToolCall } from "../../domain/request.ts";
import { readAnthropic } from "./anthropic.ts";
import { readBedrock } from "./bedrock.ts";
import { readGemini } from "./gemini.ts";
import { readGeneric } from "./generic.ts";
import { readHttp } from "./http.ts";
import { readMcp } from "./mcp.ts";
import { readOpenAi } from "./openai.ts";
import { type FormatReader, type FormatResult, refuse } from "./result.ts";

const READERS: Readonly<Record<CallFormat, FormatReader>> = {
  mcp: readMcp,
  openai: readOpenAi,
  anthropic: readAnthropic,
  gemini: readGemini,
  bedrock: readBedrock,
  generic: readGeneric,
  http: readHttp,
};

function readPayload(format: string, payload: JsonValue): FormatResult {
  if (!CALL_FORMATS.includes(format as CallFormat)) {
    return refuse("call_format_unsupported", "/call/format is no format that Writ reads");
  }
  if (Array.isArray(payload)) {
    return refuse("call_batch_unsupported", "/call/payload holds several calls; send one decision request for each");
  }
  if (!isJsonObject(payload)) return refuse("call_payload_unsupported", "/call/payload is not an object");
  return READERS[format as CallFormat](payload);
}

/** The call that a gateway saw, in one shape; a server named both outside and inside must be the same. */
export function readCall(call: ToolCall): FormatResult {
  const result = readPayload(call.format, call.payload);
  if ("refusal" in result) return result;
  const inner = result.call.server;
  if (inner !== "" && call.server !== "" && inner !== call.server) {
    return refuse("call_payload_unsupported", "/call/server and the server that /call/payload names differ");
  }
  return call.server === "" ? result : { call: { ...result.call, server: call.server } };
}
