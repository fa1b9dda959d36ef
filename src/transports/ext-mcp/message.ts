import type { JsonObject } from "../../domain/json.ts";
import type { Upstream } from "../../domain/upstream.ts";
import { callsOfMessage } from "../forwarded/read.ts";
import type { ForwardedCall } from "../forwarded/request.ts";

/** The gateway shows no id; nobody is answered by this one. */
const ID = "ext_mcp";

/** @param params undefined where the method has none */
export function requestCalls(
  method: string,
  params: JsonObject | undefined,
  server: string,
  upstreams: readonly Upstream[],
): readonly ForwardedCall[] {
  const id = method.startsWith("notifications/") ? {} : { id: ID };
  return callsOfMessage(
    { jsonrpc: "2.0", ...id, method, ...(params === undefined ? {} : { params }) },
    server,
    upstreams,
  );
}

export function resultCalls(
  result: JsonObject,
  server: string,
  upstreams: readonly Upstream[],
): readonly ForwardedCall[] {
  return callsOfMessage({ jsonrpc: "2.0", id: ID, result }, server, upstreams);
}
