import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { type Envoy, startEnvoy } from "../../support/gateways/envoy.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

// Requests that gateway, Writ and server could read differently.

const found = await counterpart("envoy");

/** Changes to the example's configuration. */
const CONFIGS = {
  example: {},
  "a filter that reads 8 KB": { "max_request_body_size: 524288": "max_request_body_size: 8192" },
  "bodies in part": {
    "max_request_bytes: 524288": "max_request_bytes: 64",
    "partial_message: false": "partial_message: true",
  },
  "no bodies above 64 bytes": { "max_request_bytes: 524288": "max_request_bytes: 64" },
  "bodies and fields as strings": {
    "pack_as_bytes: true": "pack_as_bytes: false",
    "raw_headers: true": "raw_headers: false",
  },
} as const;
type Config = keyof typeof CONFIGS;

interface Trap {
  readonly title: string;
  readonly config?: Config;
  readonly path?: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  /** The first reason of the record; undefined where Writ is not asked, "" where the request goes on. */
  readonly reason: string | undefined;
}

const message = (name: string, args: unknown = {}) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } });
const late = (name: string) =>
  JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    params: { arguments: { x: "y".repeat(9_000) }, name },
    method: "tools/call",
  });

const TRAPS: readonly Trap[] = [
  { title: "an allowed call", body: message("get_issue"), reason: "" },
  { title: "a blocked call", body: message("merge_pull_request"), reason: "forbidden" },
  { title: "a batch of allowed calls", body: `[${message("get_issue")},${message("get_issue")}]`, reason: "" },
  {
    title: "a batch with one that is not",
    body: `[${message("get_issue")},${message("merge_pull_request")}]`,
    reason: "forbidden",
  },
  { title: "an allowed name after 9 KB", body: late("get_issue"), reason: "" },
  { title: "a blocked name after 9 KB", body: late("merge_pull_request"), reason: "forbidden" },
  {
    title: "a name after what the filter reads",
    config: "a filter that reads 8 KB",
    body: late("get_issue"),
    reason: "call_metadata_mismatch",
  },
  {
    title: "two names, of which the filter takes the last",
    body: message("merge_pull_request").replace('"name":', '"name":"get_issue","name":'),
    reason: "call_payload_unsupported",
  },
  {
    title: "a head that names another tool",
    body: message("merge_pull_request"),
    headers: { "mcp-method": "tools/call", "mcp-name": "get_issue" },
    reason: "call_header_mismatch",
  },
  {
    title: "a compressed body",
    body: gzipSync(message("get_issue")),
    headers: { "content-encoding": "gzip" },
    reason: "call_payload_unsupported",
  },
  {
    title: "a body that is shown in part",
    config: "bodies in part",
    body: message("get_issue"),
    reason: "call_body_truncated",
  },
  {
    title: "a body that is shown in part all the same, when it comes at once",
    config: "no bodies above 64 bytes",
    body: message("get_issue"),
    reason: "call_body_truncated",
  },
  // The MCP filter has held it back, so that it comes at once too.
  { title: "a call that is too long to be shown", body: message("x".repeat(600_000)), reason: "call_body_truncated" },
  {
    title: "a text that is too long to be shown",
    body: "x".repeat(600_000),
    headers: { "content-type": "text/plain" },
    status: 413,
    reason: undefined,
  },
  {
    title: "a method that nobody knows",
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/Call"}',
    reason: "call_method_unknown",
  },
  {
    title: "an allowed call, as strings",
    config: "bodies and fields as strings",
    body: message("get_issue"),
    reason: "",
  },
  {
    title: "a blocked call, as strings",
    config: "bodies and fields as strings",
    body: message("merge_pull_request"),
    reason: "forbidden",
  },
  {
    title: "a client that says itself that its body is whole",
    config: "bodies in part",
    body: message("get_issue"),
    headers: { "x-envoy-auth-partial-body": "false" },
    reason: "call_body_truncated",
  },
  {
    title: "fields in which only a gateway may say who acts",
    body: message("merge_pull_request"),
    headers: { "x-writ-agent": "admin", "x-writ-effect": "allow", "x-forwarded-client-cert": "Hash=00;Cert=x" },
    reason: "forbidden",
  },
  {
    title: "a path that becomes the server's",
    path: "//x/..//mcp",
    body: message("merge_pull_request"),
    reason: "forbidden",
  },
  {
    title: "a path with an escaped slash",
    path: "/public%2f..%2fmcp",
    body: message("get_issue"),
    status: 400,
    reason: undefined,
  },
];

describe.skipIf(found.missing !== undefined)(titled("Envoy", found), () => {
  let mcp: McpServer;
  let writ: GatewayWrit;
  let token: string;
  const envoys = new Map<Config, Envoy>();

  beforeAll(async () => {
    mcp = await startMcpServer();
    writ = await startGatewayWrit();
    token = await writ.agentToken();
    for (const [name, changes] of Object.entries(CONFIGS)) {
      const options = { mcp: mcp.address, writ: writ.grpc, secret: writ.secrets["gateway"] as string };
      envoys.set(name as Config, await startEnvoy(programOf(found), { ...options, changes }));
    }
  });
  afterAll(async () => {
    for (const envoy of envoys.values()) await envoy.stop();
    await writ?.stop();
    await mcp?.close();
  });

  test.each(TRAPS)("$title", async ({ config = "example", path = "/mcp", body, headers = {}, status, reason }) => {
    const [reached, records] = [mcp.reached.length, (await writ.records()).length];
    const response = await fetch(`${envoys.get(config)?.url}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "x-writ-grant": "forged",
        ...headers,
      },
      body,
    });
    const text = await response.text();
    if (reason === "") {
      // What the server then says to a call without a session is its own affair.
      expect(mcp.reached).toHaveLength(reached + 1);
      expect(mcp.reached.at(-1)?.headers).not.toHaveProperty("x-writ-grant");
      expect(mcp.reached.at(-1)?.headers).toMatchObject({ "x-writ-effect": "allow" });
      return;
    }
    expect(mcp.reached).toHaveLength(reached);
    expect(response.status).toBe(status ?? 403);
    const recorded = await writ.records();
    if (reason === undefined) {
      expect(recorded).toHaveLength(records);
      return;
    }
    // A batch has several records.
    const told = recorded.filter(({ decision }) => text.includes(String((decision as JsonObject)["decision_id"])));
    expect(told).toMatchObject([{ decision: { effect: "block", reasons: [{ code: reason }] } }]);
    expect(text).toContain(reason);
  });
});
