import { WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import type { ToolCall } from "../../domain/request.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Upstream } from "../../domain/upstream.ts";
import type { ForwardedCall, ForwardedRequest } from "./request.ts";
import { upstreamOf } from "./upstream.ts";

/** What a request makes its upstream server do: the MCP messages in its body, else the HTTP request itself. */
export function callsOf(request: ForwardedRequest, upstreams: readonly Upstream[]): readonly ForwardedCall[] {
  const { server } = upstreamOf(request, upstreams);
  if (request.body === "truncated") {
    return [refused(server, "call_body_truncated", "the gateway shows a part of the body only")];
  }
  const message = request.body === "absent" ? undefined : messageOf(request.body);
  if (message === undefined) return [{ call: { format: "http", server, payload: {} } }];
  return (Array.isArray(message) ? message : [message]).map((payload) => ({
    call: { format: "mcp", server, payload },
    ...(isJsonObject(payload) && payload["id"] !== undefined ? { rpc_id: payload["id"] } : {}),
  }));
}

function refused(server: string, code: NonNullable<ToolCall["refusal"]>["code"], message: string): ForwardedCall {
  return { call: { format: "http", server, payload: {}, refusal: { code, message } } };
}

function messageOf(body: Uint8Array): JsonValue | undefined {
  try {
    return parseStrictJson(body);
  } catch (error) {
    if (error instanceof WritError) return undefined;
    throw error;
  }
}
