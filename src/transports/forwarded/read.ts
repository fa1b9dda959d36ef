import type { JsonValue } from "../../domain/json.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { httpCallsOf } from "./http.ts";
import { mcpCallsOf, refused } from "./mcp.ts";
import type { ForwardedCall, ForwardedRequest } from "./request.ts";
import { upstreamOf } from "./upstream.ts";

/** Of a gateway that has read the client's request itself: what its head says of MCP is about names of the gateway's own. */
const READ_ALREADY = new Map([["content-type", ["application/json"]]]);

/** What a request makes its upstream server do: the MCP messages in it, else the HTTP request itself. Always one call at least. */
export function callsOf(request: ForwardedRequest, upstreams: readonly Upstream[]): readonly ForwardedCall[] {
  const found = upstreamOf(request, upstreams);
  const upstream = request.protocol === undefined ? found : { ...found, protocol: request.protocol };
  if (request.body === "truncated") {
    return [refused(upstream.server, "call_body_truncated", "the gateway shows a part of the body only")];
  }
  return mcpCallsOf(request, upstream) ?? httpCallsOf(request, upstream);
}

/** The same of a JSON-RPC message that a gateway shows without the request that it came in. */
export function callsOfMessage(
  message: JsonValue,
  server: string,
  upstreams: readonly Upstream[],
): readonly ForwardedCall[] {
  const body = Buffer.from(JSON.stringify(message));
  return callsOf({ method: "POST", scheme: "", host: "", target: "/", headers: READ_ALREADY, body, server }, upstreams);
}
