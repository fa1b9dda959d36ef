import { canonicalize } from "../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../src/canonicalize/catalogue/compile.ts";
import type { Canonical } from "../../src/domain/action.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { ToolCall } from "../../src/domain/request.ts";
import type { Upstream } from "../../src/domain/upstream.ts";
import { callsOf } from "../../src/transports/forwarded/read.ts";
import type { ForwardedCall, ForwardedRequest } from "../../src/transports/forwarded/request.ts";
import { requestOf } from "./values.ts";

/** A forwarded request as test data say it: what is left out is a POST of JSON to an MCP endpoint. */
export interface RequestRow {
  readonly method?: string | undefined;
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
  readonly target?: string | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** JSON to be written, or the text as it is. */
  readonly body?: unknown | undefined;
  /** The bytes in hexadecimal, for what is no text. */
  readonly bytes?: string | undefined;
  readonly seen?: "absent" | "truncated" | undefined;
}

export const TOOLS: Upstream = { server: "shop", host: "mcp.example.com", path: "", protocol: "mcp" };

/** A server of tools, and one that answers to everything else. */
const SHOP: JsonObject = {
  shop: {
    server: "shop",
    tools: {
      get_order: { verb: "order.read", resource: { type: "order", uri: "order:{/id}" } },
      pay: { verb: "payment.transfer", amount: { value: "/amount", currency: "USD" } },
    },
  },
};

function forwardedOf(row: RequestRow, server: string): ForwardedRequest {
  const { headers = {}, body, bytes, seen } = row;
  const given = Object.entries({ "content-type": "application/json", ...headers });
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return {
    method: row.method ?? "POST",
    scheme: row.scheme ?? "https",
    host: row.host ?? "mcp.example.com",
    target: row.target ?? "/mcp",
    headers: new Map(given.map(([name, value]) => [name, typeof value === "string" ? [value] : value])),
    body: seen ?? (bytes === undefined ? Buffer.from(text) : Buffer.from(bytes, "hex")),
    server,
  };
}

/** @param server that the gateway's own configuration names */
export function forwardedCalls(
  row: RequestRow,
  upstreams: readonly Upstream[] = [TOOLS],
  server = "",
): readonly ForwardedCall[] {
  return callsOf(forwardedOf(row, server), upstreams);
}

export function actionOf(call: ToolCall, data: JsonObject = SHOP): Canonical {
  return canonicalize(requestOf({ call }), compileCatalogue(data));
}

/** What each call of a request comes to: the code of its refusal, else its verb with whether it was understood. */
export function saidOf(
  row: RequestRow,
  upstreams: readonly Upstream[] = [TOOLS],
  data: JsonObject = SHOP,
): readonly string[] {
  return forwardedCalls(row, upstreams).map(({ call }) => {
    const { action, refusal } = actionOf(call, data);
    return refusal?.code ?? `${action.verb} ${action.parse}${action.tool.known ? "" : " unknown"}`;
  });
}
