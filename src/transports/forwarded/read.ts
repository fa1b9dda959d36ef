import type { Upstream } from "../../domain/upstream.ts";
import { httpCallsOf } from "./http.ts";
import { mcpCallsOf, refused } from "./mcp.ts";
import type { ForwardedCall, ForwardedRequest } from "./request.ts";
import { upstreamOf } from "./upstream.ts";

/** What a request makes its upstream server do: the MCP messages in it, else the HTTP request itself. Always one call at least. */
export function callsOf(request: ForwardedRequest, upstreams: readonly Upstream[]): readonly ForwardedCall[] {
  const found = upstreamOf(request, upstreams);
  const upstream = request.protocol === undefined ? found : { ...found, protocol: request.protocol };
  if (request.body === "truncated") {
    return [refused(upstream.server, "call_body_truncated", "the gateway shows a part of the body only")];
  }
  return mcpCallsOf(request, upstream) ?? httpCallsOf(request, upstream);
}
