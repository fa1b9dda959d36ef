import {
  ClientNotificationSchema,
  ClientRequestSchema,
  ServerNotificationSchema,
  ServerRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, test } from "vitest";
import { MCP_METHODS } from "../../../src/canonicalize/formats/mcp-methods.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { actionOf, forwardedCalls } from "../../support/forwarded-requests.ts";

interface Row {
  readonly params?: JsonObject;
  readonly verb: string;
  readonly more?: JsonObject;
}

const handshake: Row = { verb: "protocol.handshake", more: { tier: "read_only", traits: [], destinations: [] } };
const list: Row = { verb: "protocol.list", more: { tier: "read_only", traits: ["reads"] } };
const notify: Row = { verb: "protocol.notify", more: { tier: "read_only", traits: [] } };
const file = (uri: string, path: string): Row => ({
  params: { uri },
  verb: "file.read",
  more: { tier: "read_only", resource: { type: "file", uri: path } },
});
const task = (verb: string): Row => ({
  params: { taskId: "t-1" },
  verb,
  more: { resource: { type: "task", uri: "task:t-1" } },
});

const ROWS: readonly (readonly [method: string, row: Row])[] = [
  ["initialize", { ...handshake, params: { protocolVersion: "2025-11-25", capabilities: {} } }],
  ["ping", handshake],
  ["server/discover", handshake],
  ["logging/setLevel", { ...handshake, params: { level: "debug" } }],
  ["resources/unsubscribe", { ...handshake, params: { uri: "file:///repo/a" } }],
  ["tools/list", list],
  ["resources/list", list],
  ["resources/templates/list", list],
  ["prompts/list", list],
  ["roots/list", list],
  ["tasks/list", list],
  ["tools/call", { params: { name: "get_order", arguments: { id: "7" } }, verb: "order.read" }],
  ["resources/read", file("file:///repo/a.txt", "file:///repo/a.txt")],
  ["resources/read", file("FILE:///repo/%61.txt", "file:///repo/a.txt")],
  ["resources/subscribe", file("file://localhost/repo/a.txt", "file:///repo/a.txt")],
  [
    "resources/read",
    {
      params: { uri: "HTTPS://Example.com:443/a" },
      verb: "net.fetch",
      more: {
        resource: { type: "url", uri: "https://example.com/a" },
        destinations: [{ kind: "url", value: "https://example.com/a", domain: "example.com", origin: "unseen" }],
      },
    },
  ],
  [
    "resources/read",
    {
      params: { uri: "postgres://db/orders" },
      verb: "record.read",
      more: { resource: { type: "mcp_resource", uri: "postgres://db/orders" } },
    },
  ],
  [
    "prompts/get",
    {
      params: { name: "review", arguments: { code: "x" } },
      verb: "record.read",
      more: { resource: { type: "prompt", uri: "prompt:review" } },
    },
  ],
  [
    "completion/complete",
    {
      params: { ref: { type: "ref/prompt", name: "review" }, argument: { name: "a", value: "b" } },
      verb: "record.list",
    },
  ],
  ["completion/complete", { params: { ref: { type: "ref/resource", uri: "repo://{owner}" } }, verb: "record.list" }],
  [
    "sampling/createMessage",
    { params: { messages: [], maxTokens: 1 }, verb: "model.invoke", more: { tier: "bounded_write" } },
  ],
  [
    "elicitation/create",
    {
      params: { message: "Your name?", requestedSchema: {} },
      verb: "message.send",
      more: { destinations: [{ kind: "user", value: "mcp:user", origin: "unseen" }] },
    },
  ],
  [
    "elicitation/create",
    {
      params: { mode: "url", message: "Sign in", url: "https://evil.example/login", elicitationId: "e" },
      verb: "message.send",
      more: { destinations: [{ kind: "user" }, { kind: "url", domain: "evil.example" }] as unknown as JsonObject[] },
    },
  ],
  ["tasks/get", task("record.read")],
  ["tasks/result", task("record.read")],
  ["tasks/cancel", task("record.update")],
  ["tasks/update", task("record.update")],
  ["subscriptions/listen", { ...handshake, params: { notifications: { toolsListChanged: true } } }],
  [
    "subscriptions/listen",
    {
      params: { notifications: { resourceSubscriptions: ["file:///repo/a", "postgres://db/x"], taskIds: ["t"] } },
      verb: "record.read",
      more: {
        parts: [{ verb: "file.read" }, { verb: "record.read" }, { resource: { uri: "task:t" } }] as JsonObject[],
        tier: "read_only",
      },
    },
  ],
  ...[...MCP_METHODS.keys()].filter((name) => name.startsWith("notifications/")).map((name) => [name, notify] as const),
];

describe("every method has an action", () => {
  test.each(ROWS)("%s %#", (method, { params = {}, verb, more = {} }) => {
    const [first, ...others] = forwardedCalls({ body: { jsonrpc: "2.0", id: 7, method, params } });
    expect(others).toEqual([]);
    expect(first?.rpc_id).toBe(7);
    const { action, refusal } = actionOf(first?.call ?? { format: "", server: "", payload: null });
    expect(refusal).toBeUndefined();
    expect(action).toMatchObject({ verb, parse: "complete", ...more });
    expect(action.tool.known).toBe(true);
    expect(action.tool.name.startsWith("mcp:")).toBe(method !== "tools/call");
  });

  test("and no method is without a row", () => {
    expect(new Set(ROWS.map(([method]) => method))).toEqual(new Set(MCP_METHODS.keys()));
  });

  test("those of the MCP SDK among them", () => {
    const unions = [ClientRequestSchema, ServerRequestSchema, ClientNotificationSchema, ServerNotificationSchema];
    const names = unions.flatMap((union) => union.options.map((option) => option.shape.method.value));
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !MCP_METHODS.has(name))).toEqual([]);
  });
});

test("a file that holds credentials is known as one, whatever way it is read", () => {
  const [call] = forwardedCalls({
    body: { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "file:///home/bob/.ssh/id_rsa" } },
  });
  const { action, facts } = actionOf(call?.call ?? { format: "", server: "", payload: null });
  expect(action.sensitivity).toBe("restricted");
  expect(facts.files?.[0]?.classes).toContain("credential.ssh_key");
});

describe("responses", () => {
  test.each([
    ["a result", { jsonrpc: "2.0", id: 1, result: { content: [] } }, { result: { content: [] } }],
    [
      "an error",
      { jsonrpc: "2.0", id: null, error: { code: -1, message: "no" } },
      { error: { code: -1, message: "no" } },
    ],
  ] as const)("%s", (_, body, args) => {
    const [call] = forwardedCalls({ body: body as unknown as JsonObject });
    // The id is the server's: nobody waits for an answer to an answer.
    expect(call?.rpc_id).toBeUndefined();
    const canonical = actionOf(call?.call ?? { format: "", server: "", payload: null });
    expect(canonical.action).toMatchObject({ verb: "protocol.respond", tool: { name: "mcp:response" } });
    expect(canonical.arguments).toEqual(args);
  });
});

describe("a call that is made again with what the server asked for", () => {
  const call = (more: JsonObject) => ({
    format: "mcp",
    server: "shop",
    payload: {
      jsonrpc: "2.0",
      id: 2,
      method: "tools/call",
      params: { name: "pay", arguments: { amount: 1 }, ...more },
    },
  });

  test("is another call than the first", () => {
    const digests = [
      {},
      { inputResponses: { a: { action: "accept" } } },
      { requestState: "x" },
      { requestState: "y" },
    ].map((more) => actionOf(call(more)).action.digest);
    expect(new Set(digests).size).toBe(4);
  });

  test("has its answers looked into", () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    const { findings } = actionOf(call({ inputResponses: { key: { content: { token: secret } } } }));
    expect(findings.map(({ path }) => path)).toContain("/arguments/mcp:inputResponses/key/content/token");
  });

  test("as a task is the same call", () => {
    expect(actionOf(call({ task: { ttl: 60_000 } })).action.digest).toBe(actionOf(call({})).action.digest);
  });
});
