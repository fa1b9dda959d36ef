import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { eventually } from "../../support/eventually.ts";
import { connectMcp } from "../../support/gateways/client.ts";
import { type Envoy, startEnvoy } from "../../support/gateways/envoy.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

const found = await counterpart("envoy");

let mcp: McpServer;
let writ: GatewayWrit;
let envoy: Envoy;
let token: string;

const authorization = () => ({ authorization: `Bearer ${token}` });

/** The newest record of a tool call that the gateway asked about. */
async function recordOf(query: string): Promise<JsonObject> {
  const [record] = await writ.records(query);
  if (record === undefined) throw new Error(`there is no record of ${query}`);
  return record;
}

describe.skipIf(found.missing !== undefined)(titled("Envoy in front of an MCP server", found), () => {
  beforeAll(async () => {
    mcp = await startMcpServer();
    writ = await startGatewayWrit();
    token = await writ.agentToken();
    envoy = await startEnvoy(programOf(found), {
      mcp: mcp.address,
      writ: writ.grpc,
      secret: writ.secrets["gateway"] as string,
    });
  });
  afterAll(async () => {
    await envoy?.stop();
    await writ?.stop();
    await mcp?.close();
  });

  test("lets a real client do what is allowed, stream included, and says so to the server behind it", async () => {
    const agent = await connectMcp(`${envoy.url}/mcp`, authorization());
    expect(await agent.callTool("get_issue", { owner: "acme" })).toEqual({ text: "get_issue done" });
    // The client opens it by itself, after the handshake.
    await eventually(async () => (mcp.reached.some(({ method }) => method === "GET") ? true : undefined), "the stream");
    await agent.close();
    const call = mcp.reached.find(({ body }) => body.includes('"tools/call"'));
    const record = await recordOf("tool=github/get_issue");
    const { decision_id } = record["decision"] as JsonObject;
    expect(call?.headers).toMatchObject({
      "x-writ-effect": "allow",
      "x-writ-reasons": "reading",
      "x-writ-decision-id": decision_id,
    });
    expect(record).toMatchObject({
      caller: { id: "gateway", protocol: "ext_authz" },
      input: { context: { source: { address: "127.0.0.1" } } },
    });
    await eventually(async () => (envoy.log().includes(String(decision_id)) ? true : undefined), "the access log");
  });

  test("keeps from the server what is blocked, and tells the client why", async () => {
    const agent = await connectMcp(`${envoy.url}/mcp`, authorization());
    const outcome = await agent.callTool("merge_pull_request", { owner: "acme" });
    await agent.close();
    expect(outcome.error).toContain("forbidden");
    expect(outcome).toHaveProperty("code", 403);
    expect(mcp.ran).not.toContain("merge_pull_request");
    const { decision } = await recordOf("tool=github/merge_pull_request");
    await eventually(
      async () => (envoy.log().includes(String((decision as JsonObject)["decision_id"])) ? true : undefined),
      "the access log",
    );
  });

  test("takes the intent that goes with a call, and lets nobody behind it see it", async () => {
    const intent = await writ.intentToken();
    const agent = await connectMcp(`${envoy.url}/mcp`, { ...authorization(), "x-writ-intent": intent });
    expect(await agent.callTool("add_issue_comment", { owner: "acme" })).toEqual({ text: "add_issue_comment done" });
    await agent.close();
    const call = mcp.reached.find(({ body }) => body.includes("add_issue_comment"));
    expect(call?.headers).not.toHaveProperty("x-writ-intent");
    // Another server's credential, in its own field, is not Writ's to remove.
    expect(call?.headers).toHaveProperty("authorization");
  });

  test("blocks what obliges the gateway to something that it has not declared", async () => {
    const agent = await connectMcp(`${envoy.url}/mcp`, authorization());
    const outcome = await agent.callTool("search_code", { q: "x" });
    await agent.close();
    expect(outcome.error).toContain("obligation");
    expect(mcp.ran).not.toContain("search_code");
    expect(await recordOf("tool=github/search_code")).toMatchObject({
      decision: { reasons: [{ code: "obligation_unsupported" }] },
    });
  });

  test("tells a client without a token that it needs one", async () => {
    const before = mcp.reached.length;
    const response = await fetch(`${envoy.url}/mcp`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: "get_issue" } }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toMatchObject({
      id: 3,
      error: { code: -32001, data: { decision_id: expect.any(String) } },
    });
    expect(mcp.reached).toHaveLength(before);
  });

  test.each([
    ["/mcp/public", 1, "allow"],
    ["/mcp/private", 0, "block"],
  ])("judges what is no MCP by its address: %s", async (path, reaches, effect) => {
    const before = mcp.reached.length;
    const response = await fetch(`${envoy.url}${path}`, { headers: authorization() });
    expect(response.status === 403).toBe(effect === "block");
    expect(mcp.reached.length - before).toBe(reaches);
    expect(await recordOf("verb=http.request")).toMatchObject({ decision: { effect } });
  });
});
