import type { Upstream } from "../../src/domain/upstream.ts";
import { callsOf } from "../../src/transports/forwarded/read.ts";
import type { ForwardedRequest } from "../../src/transports/forwarded/request.ts";
import { timed } from "./timing.ts";

/** What reading costs before anything is judged. */
const AIM_US = 50;

const UPSTREAMS: readonly Upstream[] = [
  { server: "shop", host: "mcp.example.com", path: "/mcp", protocol: "mcp" },
  { server: "api", host: "api.example.com", path: "", protocol: "http" },
];
const CALL = {
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "add_comment", arguments: { issue: 7, body: "It is on its way. ".repeat(105) } },
};
const HEADERS = new Map([
  ["content-type", ["application/json"]],
  ["mcp-protocol-version", ["2026-07-28"]],
  ["mcp-method", ["tools/call"]],
  ["mcp-name", ["add_comment"]],
]);

const REQUESTS: readonly (readonly [name: string, request: ForwardedRequest])[] = [
  ["forwarded MCP tools/call, 2 KB", requestOf("mcp.example.com", "/mcp", Buffer.from(JSON.stringify(CALL)))],
  ["forwarded MCP tools/call, head only", requestOf("mcp.example.com", "/mcp", "absent")],
  ["forwarded HTTP POST, 2 KB", requestOf("api.example.com", "/a?b=c", Buffer.from(JSON.stringify(CALL.params)))],
];

function requestOf(host: string, target: string, body: Uint8Array | "absent"): ForwardedRequest {
  return { method: "POST", scheme: "https", host, target, headers: HEADERS, body, server: "" };
}

/** Rows of the table of typical calls: from a request that a gateway holds back to calls. */
export function measureForwarded(): void {
  for (const [name, request] of REQUESTS) {
    const { p50_us, p99_us, mean_cpu_us, calls } = timed(() => callsOf(request, UPSTREAMS));
    const numbers = [p50_us, p99_us, mean_cpu_us].map((us) => us.toFixed(1));
    console.log(`| ${[name, calls, ...numbers, `< ${AIM_US}`, p50_us < AIM_US ? "ok" : "short"].join(" | ")} |`);
  }
}
