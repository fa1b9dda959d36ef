import type { CanonicalRefusal } from "../../domain/action.ts";
import { overridesOf } from "../../domain/http-call.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";
import { isRpc } from "../../domain/json-rpc.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { single } from "../native/headers.ts";
import { pathOf } from "../native/target.ts";
import { hidesBody, isJsonType, isPlainText, jsonOf } from "./body.ts";
import { isKnownVersion, type McpHeads, messageOfHeads, mismatch, readMcpHeads, takesBatches } from "./mcp-heads.ts";
import type { ForwardedCall, ForwardedRequest } from "./request.ts";

/** Messages of one batch: a client that has more to say at once has them judged one by one as separate requests. */
export const MAX_RPC_BATCH = 100;

/** A path that every server reads alike; `/mcp/../admin` is another server's. */
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~!$&'()*+,=:@-]+)*\/?$/;

/** @returns undefined for a request that is none of MCP, or that is not known to be one */
export function mcpCallsOf(request: ForwardedRequest, upstream: Upstream): readonly ForwardedCall[] | undefined {
  const sure = upstream.protocol === "mcp";
  if (upstream.protocol === "http" || !PLAIN_PATH.test(pathOf(request.target)) || isTurned(request)) return undefined;
  const { server } = upstream;
  if (request.method !== "POST") {
    return sure || (upstream.path !== "" && isEndpoint(request, upstream))
      ? transportCallsOf(request, server)
      : undefined;
  }
  const heads = readMcpHeads(request.headers);
  if (request.body === "absent") return headCallsOf(heads, server);
  if (request.body === "truncated" || !(sure || isEndpoint(request, upstream))) return undefined;
  const body = readBody(request);
  if (!sure && "text" in body) return undefined;
  if (heads === undefined) return [refused(server, "call_header_mismatch", "an Mcp- head can be read in two ways")];
  if (!isKnownVersion(heads)) return [unsupported(server, "mcp-protocol-version is no form of MCP that Writ reads")];
  if (!("message" in body)) return [unsupported(server, "the body is not JSON that every server reads alike")];
  return Array.isArray(body.message) ? batchOf(body.message, heads, server) : [callOf(body.message, heads, server)];
}

/** Whether its head makes it a request of another method, for some servers, or the connection another one: MCP has neither. */
function isTurned({ method, target, headers }: ForwardedRequest): boolean {
  const overrides = overridesOf(method, target, (name) => headers.get(name)?.join(", ") ?? "");
  return headers.has("upgrade") || overrides.includes("method_override");
}

/**
 * Whether messages of MCP go here, as far as nobody says so: where the configuration names a path, exactly there, else where such
 * servers have it by custom. That the body looks like a message says nothing: another server may not look at it.
 */
function isEndpoint(request: ForwardedRequest, { path }: Upstream): boolean {
  if (request.target.includes("?")) return false;
  const asked = pathOf(request.target);
  return path === "" ? asked === "/" || /\/mcp\/?$/.test(asked) : asked === path || asked === `${path}/`;
}

/** The GET that listens and the DELETE that ends a session, which have no body. */
function transportCallsOf(request: ForwardedRequest, server: string): readonly ForwardedCall[] | undefined {
  if (typeof request.body === "string" ? hidesBody(request) : request.body.length > 0) return undefined;
  const listens = request.method === "GET" && (single(request.headers, "accept") ?? "").includes("text/event-stream");
  if (listens) return [{ call: { format: "mcp", server, payload: { transport: "stream" } } }];
  const ends = request.method === "DELETE" && (single(request.headers, "mcp-session-id") ?? "") !== "";
  return ends ? [{ call: { format: "mcp", server, payload: { transport: "end_session" } } }] : undefined;
}

/** The gateway shows the head alone. Servers of older forms do not look at it, so that it is never the whole. */
function headCallsOf(heads: McpHeads | undefined, server: string): readonly ForwardedCall[] | undefined {
  if (heads === undefined) return [refused(server, "call_header_mismatch", "an Mcp- head can be read in two ways")];
  if (heads.method === "") return undefined;
  if (!isKnownVersion(heads)) return [unsupported(server, "mcp-protocol-version is no form of MCP that Writ reads")];
  return [{ call: { format: "mcp", server, payload: messageOfHeads(heads), unseen: true } }];
}

type Body = { readonly message: JsonValue } | { readonly text: true } | { readonly broken: true };

/** `text`: it is no message of MCP, and nothing says that it means to be one. */
function readBody({ headers, body }: ForwardedRequest): Body {
  const type = single(headers, "content-type") ?? "";
  const plain = isPlainText(headers);
  const message = typeof body === "string" ? undefined : jsonOf(body);
  const claims = ["mcp-protocol-version", "mcp-method", "mcp-session-id"].some((field) => headers.has(field));
  if (!claims && message !== undefined && !isRpc(message)) return { text: true };
  if (!claims && message === undefined && !isJsonType(type)) return { text: true };
  return plain && isJsonType(type) && message !== undefined ? { message } : { broken: true };
}

function batchOf(items: readonly JsonValue[], heads: McpHeads, server: string): readonly ForwardedCall[] {
  if (items.length === 0) return [unsupported(server, "the batch is empty")];
  if (!takesBatches(heads)) {
    return [refused(server, "call_batch_unsupported", "this form of MCP has no batches")];
  }
  if (items.length > MAX_RPC_BATCH) {
    return [refused(server, "call_batch_unsupported", `the batch holds more than ${MAX_RPC_BATCH} messages`)];
  }
  return items.map((item) => callOf(item, heads, server));
}

function callOf(message: JsonValue, heads: McpHeads, server: string): ForwardedCall {
  // Params alone are a form of the native contract, not of the wire.
  if (!isJsonObject(message) || message["jsonrpc"] !== "2.0")
    return unsupported(server, "a message is no JSON-RPC 2.0");
  const differs = mismatch(heads, message);
  const call =
    differs === undefined
      ? { call: { format: "mcp", server, payload: message } }
      : refused(server, "call_header_mismatch", `the head ${differs} says something else than the body`);
  return { ...call, ...rpcIdOf(message) };
}

/** Of a request; a response has the id of somebody else's. */
export function rpcIdOf({ id, method }: JsonObject): { readonly rpc_id?: JsonValue } {
  return id === undefined || method === undefined ? {} : { rpc_id: id };
}

/** A call that is recorded and blocked, whatever the policy. */
export function refused(server: string, code: CanonicalRefusal, message: string): ForwardedCall {
  return { call: { format: "mcp", server, payload: {}, refusal: { code, message } } };
}

function unsupported(server: string, message: string): ForwardedCall {
  return refused(server, "call_payload_unsupported", message);
}
