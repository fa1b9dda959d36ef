import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { ElicitRequestSchema, type JSONRPCMessage, ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  createGuard,
  type Decision,
  type DecisionRequest,
  type Outcome,
  type ToolCall,
} from "../../../packages/client/src/index.ts";
import { guardMcp } from "../../../packages/client/src/mcp/index.ts";
import { decisionOf } from "./decisions.ts";

// The MCP SDK's own client and server. Who answers is scripted here; test/integration/client has the real service answer.

type Answer = Partial<Decision> | Promise<Partial<Decision>> | Error;

const GRANT = { id: "grt_1", token: "grant-token", audience: "vault", expires_at: "2026", single_use: true };
const BLOCK = { effect: "block", approval: { id: "apr_1" } } as const;

function scripted(answer: (method: string, signal?: AbortSignal) => Answer) {
  const asked: string[] = [];
  const outcomes: Outcome[] = [];
  const client = {
    decide: async (
      { call }: DecisionRequest,
      { signal }: { signal?: AbortSignal | undefined } = {},
    ): Promise<Decision> => {
      const { method } = (call as ToolCall).payload as { method: string };
      asked.push(method);
      const given = answer(method, signal);
      if (given instanceof Error) throw given;
      return decisionOf(await given);
    },
    report: async (_id: string, outcome: Outcome): Promise<void> => {
      outcomes.push(outcome);
    },
  };
  return { guard: createGuard({ client }), asked, outcomes };
}

/** A server with a tool, a resource and a prompt, and a client, joined in memory; one of the two asks. */
async function joined(side: "client" | "server", answer: (method: string, signal?: AbortSignal) => Answer) {
  const { guard, asked, outcomes } = scripted(answer);
  const client = new Client({ name: "c", version: "1" }, { capabilities: { elicitation: {} } });
  const server = new McpServer({ name: "s", version: "1" });
  const ran: string[] = [];
  const grants: unknown[] = [];
  const guarded = guardMcp(side === "client" ? client : server, { guard, server: "mail" });
  server.registerTool("send", {}, (extra) => {
    ran.push("send");
    grants.push(guarded.decisionOf(extra.requestId)?.grant);
    return { content: [{ type: "text", text: "sent" }] };
  });
  server.registerTool("broken", {}, () => {
    throw new Error("no such mailbox");
  });
  server.registerTool("asks", {}, async (extra) => {
    const params = { message: "may I?", requestedSchema: { type: "object", properties: {} } } as const;
    await extra.sendRequest({ method: "elicitation/create", params }, ResultSchema);
    ran.push("asks");
    return { content: [] };
  });
  server.registerTool("waits", {}, (extra) => {
    ran.push("waits");
    return new Promise((_resolve, reject) => extra.signal.addEventListener("abort", () => reject(new Error("over"))));
  });
  server.registerResource("note", "note://1", {}, () => {
    ran.push("note");
    return { contents: [{ uri: "note://1", text: "n" }] };
  });
  client.setRequestHandler(ElicitRequestSchema, () => {
    ran.push("elicitation");
    return { action: "accept", content: {} };
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  onTestFinished(() => client.close());
  return { client, server, near, guard, asked, outcomes, ran, grants };
}

const sides = ["client", "server"] as const;
const settled = (outcomes: readonly Outcome[], status: string) =>
  vi.waitFor(() => expect(outcomes.map((outcome) => outcome.status)).toEqual([status]));

describe.each(sides)("asked by the %s", (side) => {
  test("a call that may run does, and its outcome is told", async () => {
    const { client, asked, outcomes, ran, grants } = await joined(side, () => ({ effect: "warn", grant: GRANT }));
    const result = await client.callTool({ name: "send" });
    expect(result.content).toEqual([{ type: "text", text: "sent" }]);
    expect(JSON.stringify(result)).not.toContain("grant-token");
    expect({ asked, ran }).toEqual({ asked: ["tools/call"], ran: ["send"] });
    expect(grants).toEqual([side === "server" ? GRANT : undefined]);
    await settled(outcomes, "succeeded");
    expect(outcomes[0]?.result_digest).toMatch(/^sha256:/);
  });

  test("a tool that says it failed has failed", async () => {
    const { client, outcomes } = await joined(side, () => ({}));
    expect(await client.callTool({ name: "broken" })).toMatchObject({ isError: true });
    await settled(outcomes, "failed");
  });

  test("what sets up and lists passes unasked", async () => {
    const { client, asked } = await joined(side, () => BLOCK);
    await client.ping();
    expect((await client.listTools()).tools).toHaveLength(4);
    expect((await client.listResources()).resources).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  test.each([
    ["resources/read", (client: Client) => client.readResource({ uri: "note://1" })],
    ["prompts/get", (client: Client) => client.getPrompt({ name: "any" })],
    [
      "completion/complete",
      (client: Client) =>
        client.complete({ ref: { type: "ref/prompt", name: "p" }, argument: { name: "a", value: "" } }),
    ],
    ["tools/invented", (client: Client) => client.request({ method: "tools/invented" } as never, ResultSchema)],
  ])("%s is asked about, and blocked", async (method, ask) => {
    const { client, asked, ran } = await joined(side, () => BLOCK);
    // The server lacks some of these; where it is asked at all, it says so with another error.
    await expect(ask(client)).rejects.toThrow("blocked: because");
    expect({ asked, ran }).toEqual({ asked: [method], ran: [] });
  });

  test("a request of the server's own is asked about, and blocked", async () => {
    const { client, asked, ran } = await joined(side, (method) => (method === "tools/call" ? {} : BLOCK));
    expect(await client.callTool({ name: "asks" })).toMatchObject({ isError: true });
    expect({ asked, ran }).toEqual({ asked: ["tools/call", "elicitation/create"], ran: [] });
  });

  test("a request of the server's own may be allowed too", async () => {
    const { client, ran } = await joined(side, () => ({}));
    await client.callTool({ name: "asks" });
    expect(ran).toEqual(["elicitation", "asks"]);
  });

  test("one that is cancelled while it is asked about never runs, whatever is decided then", async () => {
    const decided = Promise.withResolvers<Partial<Decision>>();
    let questioned: AbortSignal | undefined;
    const { client, ran, outcomes } = await joined(side, (_method, signal) => {
      questioned = signal;
      return decided.promise;
    });
    const controller = new AbortController();
    const calling = client.callTool({ name: "send" }, undefined, { signal: controller.signal });
    await vi.waitFor(() => expect(questioned).toBeDefined());
    controller.abort();
    await expect(calling).rejects.toThrow();
    await vi.waitFor(() => expect(questioned?.aborted).toBe(true));
    decided.resolve({});
    await settled(outcomes, "cancelled");
    expect(ran).toEqual([]);
  });

  test("one that is cancelled while it runs is told as cancelled", async () => {
    const { client, ran, outcomes } = await joined(side, () => ({}));
    const controller = new AbortController();
    const calling = client.callTool({ name: "waits" }, undefined, { signal: controller.signal });
    await vi.waitFor(() => expect(ran).toEqual(["waits"]));
    controller.abort();
    await expect(calling).rejects.toThrow();
    await settled(outcomes, "cancelled");
  });

  test("what runs when the connection ends is told as unknown", async () => {
    const { client, ran, outcomes } = await joined(side, () => ({}));
    const calling = client.callTool({ name: "waits" });
    await vi.waitFor(() => expect(ran).toEqual(["waits"]));
    await Promise.all([expect(calling).rejects.toThrow(), client.close()]);
    await settled(outcomes, "unknown");
  });

  test("nothing is guarded that is connected already", async () => {
    const { client, server, guard } = await joined(side, () => ({}));
    expect(() => guardMcp(client, { guard, server: "mail" })).toThrow(TypeError);
    expect(() => guardMcp(server, { guard, server: "mail" })).toThrow(TypeError);
  });
});

test("the client's call throws what was decided", async () => {
  const { client, ran } = await joined("client", () => BLOCK);
  const blocked = {
    name: "WritBlocked",
    decision_id: "dec_1",
    reasons: [{ code: "because" }],
    approval: { id: "apr_1" },
  };
  await expect(client.callTool({ name: "send" })).rejects.toMatchObject(blocked);
  expect(ran).toEqual([]);
});

test("the server answers with what was decided", async () => {
  const { client, ran } = await joined("server", () => BLOCK);
  const data = {
    decision_id: "dec_1",
    reasons: [{ code: "because", message: "of a rule" }],
    approval: { id: "apr_1" },
  };
  await expect(client.callTool({ name: "send" })).rejects.toMatchObject({ code: -32001, data });
  expect(ran).toEqual([]);
});

test("the server says that there is no decision, and nothing of why", async () => {
  const { client, ran } = await joined("server", () => new Error("secret"));
  const error = await client.callTool({ name: "send" }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: -32603, data: { code: "internal" } });
  expect(String(error)).not.toContain("secret");
  expect(ran).toEqual([]);
});

test("two requests with one id at a time: the second is refused", async () => {
  const decided = Promise.withResolvers<Partial<Decision>>();
  const { near, ran, asked } = await joined("server", () => decided.promise);
  const answers: JSONRPCMessage[] = [];
  near.onmessage = (message) => answers.push(message);
  const call = { jsonrpc: "2.0", id: 77, method: "tools/call", params: { name: "send" } } as const;
  await near.send(call);
  await near.send(call);
  await vi.waitFor(() => expect(answers).toMatchObject([{ id: 77, error: { code: -32600 } }]));
  decided.resolve({});
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect({ asked, ran }).toEqual({ asked: ["tools/call"], ran: ["send"] });
});

test("a request whose id is null is asked about too", async () => {
  const { near, ran, asked } = await joined("server", () => BLOCK);
  await near.send({ jsonrpc: "2.0", id: null, method: "tools/call", params: { name: "send" } } as never);
  await vi.waitFor(() => expect(asked).toEqual(["tools/call"]));
  expect(ran).toEqual([]);
});
