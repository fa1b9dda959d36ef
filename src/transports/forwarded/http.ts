import { isUtf8 } from "node:buffer";
import { HTTP_CALL_HEADERS, plainly } from "../../domain/http-call.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { hidesBody, jsonOf } from "./body.ts";
import { MAX_RPC_BATCH, rpcIdOf } from "./mcp.ts";
import type { ForwardedCall, ForwardedRequest } from "./request.ts";

/** An HTTP request as a call of format `http`; a batch of JSON-RPC as one for each of its messages. */
export function httpCallsOf(request: ForwardedRequest, { server, path }: Upstream): readonly ForwardedCall[] {
  const { method, scheme, host, target, headers } = request;
  const known = scheme.toLowerCase();
  const payload: JsonObject = {
    method,
    scheme: known === "http" || known === "https" ? known : "",
    host,
    target,
    base: plainly(target).startsWith(path) ? path : "",
    headers: Object.fromEntries(
      [...headers].flatMap(([name, values]) => (HTTP_CALL_HEADERS.has(name) ? [[name, values.join(", ")]] : [])),
    ),
  };
  if (typeof request.body === "string") {
    return [callOf(server, { ...payload, body_state: hidesBody(request) ? "withheld" : "unseen" })];
  }
  const said = messagesOf(request.body);
  if (!Array.isArray(said)) return [{ ...callOf(server, { ...payload, ...bodyOf(request.body) }), ...rpcIdOf(said) }];
  return said.map((message) => ({
    ...callOf(server, { ...payload, body: JSON.stringify(message) }),
    ...rpcIdOf(message),
  }));
}

function callOf(server: string, payload: JsonObject): ForwardedCall {
  return { call: { format: "http", server, payload } };
}

function bodyOf(body: Uint8Array): JsonObject {
  if (body.length === 0) return { body_state: "none" };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  return isUtf8(bytes) ? { body: bytes.toString("utf8") } : { body_base64: bytes.toString("base64") };
}

/** The message of JSON-RPC that a body is, or those of a batch; an empty one for anything else, and for too many. */
function messagesOf(body: Uint8Array): JsonObject | JsonObject[] {
  if (!Buffer.from(body.buffer, body.byteOffset, body.length).includes("jsonrpc")) return {};
  const value = jsonOf(body) ?? null;
  if (!Array.isArray(value)) return isMessage(value) ? value : {};
  return value.length > 0 && value.length <= MAX_RPC_BATCH && value.every(isMessage) ? value : {};
}

function isMessage(value: JsonValue): value is JsonObject {
  return isJsonObject(value) && Object.hasOwn(value, "jsonrpc");
}
