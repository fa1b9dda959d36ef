import type { JsonObject } from "../../domain/json.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { callsOf } from "../forwarded/read.ts";
import type { ForwardedCall } from "../forwarded/request.ts";

/** The gateway shows no id; nobody is answered by this one. */
const ID = "ext_mcp";

/** The gateway has read the client's HTTP request: what its head says of MCP is about names of the gateway's own. */
const HEADERS = new Map([["content-type", ["application/json"]]]);

/** The calls that a JSON-RPC message makes of a server. */
function callsOfMessage(message: JsonObject, server: string, upstreams: readonly Upstream[]): readonly ForwardedCall[] {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return callsOf({ method: "POST", scheme: "", host: "", target: "/", headers: HEADERS, body, server }, upstreams);
}

/** @param params undefined where the method has none */
export function requestCalls(
  method: string,
  params: JsonObject | undefined,
  server: string,
  upstreams: readonly Upstream[],
): readonly ForwardedCall[] {
  const id = method.startsWith("notifications/") ? {} : { id: ID };
  return callsOfMessage({ ...id, method, ...(params === undefined ? {} : { params }) }, server, upstreams);
}

export function resultCalls(
  result: JsonObject,
  server: string,
  upstreams: readonly Upstream[],
): readonly ForwardedCall[] {
  return callsOfMessage({ id: ID, result }, server, upstreams);
}
