import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { memberNames, misspells } from "../../domain/member-names.ts";
import { callWithObject } from "./arguments.ts";
import { MCP_METHODS } from "./mcp-methods.ts";
import { type FormatResult, type Refused, refuse } from "./result.ts";

/** What a JSON-RPC 2.0 message has (sections 4 and 5); what else there were, nobody could say what it means. */
const REQUEST_MEMBERS = new Set(["jsonrpc", "id", "method", "params"]);
const RESPONSE_MEMBERS = new Set(["jsonrpc", "id", "result", "error"]);

/** The params that say what a message does. SDKs in Go and .NET take them in any letters, and of two the last. */
const PARAMS = memberNames(
  "name", "arguments", "uri", "taskId", "ref", "mode", "url", "notifications", "inputResponses", "requestState",
); // biome-ignore format: one list

/** Names that are no tool's: `:` may not be in one (MCP 2025-11-25, "Tool Names"). */
const MCP_NAME = "mcp:";

/** Under which the answers to a server's questions stand among the arguments of a call that is made again. */
const INPUT_RESPONSES = "mcp:inputResponses";

/**
 * MCP in its forms 2025-06-18, 2025-11-25 and 2026-07-28: the params of a `tools/call` alone, or one JSON-RPC 2.0 message of any
 * method, or the response to one.
 */
export function readMcp(payload: JsonObject): FormatResult {
  if (payload["jsonrpc"] === undefined) {
    if (payload["transport"] !== undefined) return readTransport(payload);
    if (payload["method"] !== undefined) return unsupported("/jsonrpc is not 2.0");
    if (misspells(payload, PARAMS)) return unsupported(" has a member of MCP in other letters");
    return readToolCall(payload, "");
  }
  if (payload["jsonrpc"] !== "2.0") return unsupported("/jsonrpc is not 2.0");
  if (payload["method"] === undefined) return readResponse(payload);
  if (!Object.keys(payload).every((key) => REQUEST_MEMBERS.has(key))) return unsupported(" holds more than a request");
  if (!isId(payload["id"])) return unsupported("/id is neither a string nor a whole number");
  return readRequest(payload["method"], payload["params"] ?? {});
}

/**
 * What Streamable HTTP says without a message (MCP 2025-11-25, "Transports"): `{"transport": "stream"}` is the GET that listens,
 * `{"transport": "end_session"}` the DELETE.
 */
function readTransport(payload: JsonObject): FormatResult {
  const { transport, ...more } = payload;
  if ((transport !== "stream" && transport !== "end_session") || Object.keys(more).length > 0) {
    return unsupported("/transport is neither stream nor end_session");
  }
  const meaning = { verb: "protocol.handshake", parse: "complete" } as const;
  return { call: { server: "", name: `${MCP_NAME}${transport}`, arguments: {}, meaning } };
}

/** A request without an id is judged like one with it: a server may carry it out all the same. */
function readRequest(method: JsonValue | undefined, params: JsonValue): FormatResult {
  const reader = typeof method === "string" ? MCP_METHODS.get(method) : undefined;
  if (reader === undefined) return refuse("call_method_unknown", "/call/payload/method is no method of MCP");
  if (!isJsonObject(params)) return unsupported("/params is not an object");
  if (misspells(params, PARAMS)) return unsupported("/params has a member of MCP in other letters");
  if (method === "tools/call") return readToolCall(params, "/params");
  const meaning = reader(params);
  if ("refusal" in meaning) return meaning;
  const { _meta, ...args } = params;
  return { call: { server: "", name: `${MCP_NAME}${method}`, arguments: args, meaning } };
}

function readResponse(payload: JsonObject): FormatResult {
  const keys = Object.keys(payload);
  if (!keys.every((key) => RESPONSE_MEMBERS.has(key))) return unsupported(" is neither request nor response");
  const { id, result, error } = payload;
  if ((result === undefined) === (error === undefined)) return unsupported(" is neither request nor response");
  if (!isId(id) && id !== null) return unsupported("/id is neither a string nor a whole number");
  const args: JsonObject = result === undefined ? { error: error ?? null } : { result };
  const meaning = { verb: "protocol.respond", parse: "complete" } as const;
  return { call: { server: "", name: `${MCP_NAME}response`, arguments: args, meaning } };
}

/**
 * @see MCP 2026-07-28, "Multi Round-Trip Requests": a call that is made again holds the answers to what the server asked, and
 * a state that only the server can read
 */
function readToolCall(params: JsonObject, at: string): FormatResult {
  const result = callWithObject(params["name"], params["arguments"], `${at}/arguments`);
  const { inputResponses, requestState } = params;
  if ("refusal" in result || (inputResponses === undefined && requestState === undefined)) return result;
  if (requestState !== undefined && typeof requestState !== "string")
    return unsupported(`${at}/requestState is no text`);
  if (Object.hasOwn(result.call.arguments, INPUT_RESPONSES)) return unsupported(`${at}/arguments uses a reserved name`);
  const more: JsonObject = inputResponses === undefined ? {} : { [INPUT_RESPONSES]: inputResponses };
  const bound: JsonObject = requestState === undefined ? {} : { "mcp:requestState": requestState };
  return { call: { ...result.call, arguments: { ...result.call.arguments, ...more }, bound } };
}

function isId(id: JsonValue | undefined): boolean {
  return id === undefined || typeof id === "string" || Number.isSafeInteger(id);
}

function unsupported(what: string): Refused {
  return refuse("call_payload_unsupported", `/call/payload${what}`);
}
