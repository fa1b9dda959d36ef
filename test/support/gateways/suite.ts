import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { ANSWER_HEADERS, RPC_DENIED } from "../../../src/transports/forwarded/answer.ts";
import { type Found, programOf, titled } from "../counterpart.ts";
import { eventually } from "../eventually.ts";
import { connectMcp } from "./client.ts";
import { breakWrit, STAND_INS, type StandIn, startFault } from "./faults.ts";
import { POLICY, POLICY_OF_HEADS } from "./policy.ts";
import type { StartProxy } from "./proxies.ts";
import { MCP_HEADERS, mcpMessage, send } from "./send.ts";
import { type Setting, startSetting } from "./setting.ts";
import type { GatewayWrit } from "./writ.ts";

export interface ProxyKind {
  readonly name: string;
  readonly found: Found;
  readonly start: StartProxy;
  /** Whether Writ sees the bodies of requests; else the tool is what the head of MCP's form of 2026-07-28 says. */
  readonly showsBodies: boolean;
  /** Whether the client gets Writ's own body with a 403. */
  readonly passesBody: boolean;
  /** What the client gets when Writ, or what is in its place, is broken: the guide says the same. */
  readonly failing: Readonly<Record<StandIn | "paused" | "killed", number>>;
  /** More tests of this gateway. */
  readonly more?: (setting: () => Setting) => void;
}

/** What every gateway that asks by HTTP has to show. */
export function describeProxy(kind: ProxyKind): void {
  const { name, found, start, showsBodies, more } = kind;
  describe.skipIf(found.missing !== undefined)(titled(`${name} in front of an MCP server`, found), () => {
    let setting: Setting;
    beforeAll(async () => {
      const policy = showsBodies ? POLICY : POLICY_OF_HEADS;
      setting = await startSetting(start, programOf(found), { policy });
      // The examples' deadlines are two seconds, which the first decision of a service may take on a machine that stands still for a moment.
      const headers = await setting.agent({ ...MCP_HEADERS, ...headOf(kind, "get_issue") });
      await letThrough(setting, headers, mcpMessage("get_issue", { owner: "acme", repo: "shop" }));
    });
    afterAll(() => setting?.stop());
    passes(kind, () => setting);
    blocks(kind, () => setting);
    forged(kind, () => setting);
    more?.(() => setting);
    broken(kind, () => setting);
  });
}

/** The decisions that are recorded, by their ids. */
async function recordsOf(writ: GatewayWrit): Promise<ReadonlyMap<string, JsonObject>> {
  const decisions = (await writ.records()).map(({ decision }) => decision as JsonObject);
  return new Map(decisions.map((decision) => [String(decision["decision_id"]), decision]));
}

/** What a call of a tool shows in its head where the gateway shows no bodies. */
function headOf(kind: ProxyKind, tool: string): Readonly<Record<string, string>> {
  return kind.showsBodies ? {} : { "mcp-method": "tools/call", "mcp-name": tool };
}

function passes(kind: ProxyKind, setting: () => Setting): void {
  test("an MCP client's handshake, list and allowed call get through, each with a record", async () => {
    const { writ, mcp, proxy, agent } = setting();
    const before = { ran: mcp.ran.length, reached: mcp.reached.length };
    const client = await connectMcp(`http://127.0.0.1:${proxy.port}/mcp`, await agent());
    const { tools } = await client.client.listTools();
    expect(tools.map((tool) => tool.name)).toContain("get_issue");
    expect(await client.callTool("get_issue", { owner: "acme", repo: "shop" })).toEqual({ text: "get_issue done" });
    await client.close();
    expect(mcp.ran.slice(before.ran)).toEqual(["get_issue"]);
    const ids = mcp.reached.slice(before.reached).map(({ headers }) => headers["x-writ-decision-id"]);
    const records = await recordsOf(writ);
    for (const id of ids) expect(records.get(String(id)), `the record ${id}`).toMatchObject({ effect: "allow" });
    expect(ids.length).toBeGreaterThanOrEqual(4);
    const call = mcp.reached.findLast(({ body }) => body.includes("tools/call"));
    const seen = kind.showsBodies
      ? { tool: { server: "github", name: "get_issue" }, verb: "ticket.read", parse: "complete" }
      : { verb: "http.request", parse: "partial" };
    expect(records.get(String(call?.headers["x-writ-decision-id"]))).toMatchObject({ action: seen });
  });

  test("an intent's token lets a call through that is blocked without", async () => {
    const { writ, mcp, proxy, agent } = setting();
    const body = mcpMessage("add_issue_comment", { owner: "acme", repo: "shop", issue_number: 1, body: "Done." });
    const head = { ...MCP_HEADERS, ...headOf(kind, "add_issue_comment") };
    const before = mcp.reached.length;
    const without = await send(proxy.port, { headers: await agent(head), body });
    expect(without.status).toBe(403);
    expect(mcp.reached).toHaveLength(before);
    await send(proxy.port, { headers: await agent({ ...head, "x-writ-intent": await writ.intentToken() }), body });
    const [reached, ...others] = mcp.reached.slice(before);
    expect(others).toEqual([]);
    expect(reached).toMatchObject({
      body,
      headers: { "x-writ-effect": "allow", "x-writ-reasons": "comment_with_intent" },
    });
    expect(reached?.headers["x-writ-intent"] ?? "").toBe("");
  });
}

const BLOCKED = [
  { why: "a tool that the policy forbids", tool: "merge_pull_request", code: "forbidden" },
  { why: "an obligation that nobody fulfils", tool: "search_code", code: "obligation_unsupported" },
];

function blocks(kind: ProxyKind, setting: () => Setting): void {
  test.each(BLOCKED)("$why: 403 with its reason, a record, and nothing reaches the server", async ({ tool, code }) => {
    const { writ, mcp, proxy, agent } = setting();
    const before = mcp.reached.length;
    const headers = await agent({ ...MCP_HEADERS, ...headOf(kind, tool) });
    const answer = await send(proxy.port, { headers, body: mcpMessage(tool, {}, 42) });
    expect(answer.status).toBe(403);
    if (kind.passesBody) {
      const said = JSON.parse(answer.body) as JsonObject;
      const data = { reasons: [expect.objectContaining({ code })] };
      if (kind.showsBodies) expect(said).toMatchObject({ id: 42, error: { code: RPC_DENIED, data } });
      else expect(said).toMatchObject({ status: 403, ...data });
    } else expect(answer.body).toContain(code);
    expect(mcp.reached).toHaveLength(before);
    const [record] = await writ.records("effect=block");
    expect(record).toMatchObject({
      caller: { id: "gateway", protocol: "forward_auth" },
      decision: { reasons: expect.arrayContaining([expect.objectContaining({ code })]) },
    });
  });

  test.each([
    ["no token", {}],
    ["a token of nobody's", { authorization: "Bearer e30.e30.e30" }],
    ["two tokens", { authorization: "Bearer e30.e30.e30, Bearer e30.e30.e30" }],
  ])("an agent that shows %s gets no further", async (_, shown) => {
    const { mcp, proxy } = setting();
    const before = mcp.reached.length;
    const answer = await send(proxy.port, { headers: { ...MCP_HEADERS, ...shown }, body: mcpMessage("get_issue") });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    expect(mcp.reached).toHaveLength(before);
  });
}

/** What a client might write that is the gateway's to say, or Writ's. */
const FORGED = {
  ...Object.fromEntries(ANSWER_HEADERS.map((name) => [name, "forged"])),
  "x-writ-effect": "allow",
  "x-writ-agent": "forged",
  "x-writ-session": "forged",
  "x-writ-authorization": "Bearer forged",
  "x-forwarded-client-cert": "forged",
  "x-forwarded-method": "GET",
  "x-forwarded-uri": "/mcp/public",
  "x-forwarded-host": "elsewhere.example",
  "x-original-method": "GET",
  "x-original-uri": "/mcp/public",
  "x-original-host": "elsewhere.example",
  "x-original-url": "http://elsewhere.example/mcp/public",
};

function forged(kind: ProxyKind, setting: () => Setting): void {
  test("fields that a client forges change nothing, and none of them reaches the server", async () => {
    const { writ, mcp, proxy, agent } = setting();
    const before = mcp.reached.length;
    const tool = "merge_pull_request";
    const blocked = await agent({ ...MCP_HEADERS, ...FORGED, ...headOf(kind, tool) });
    expect((await send(proxy.port, { headers: blocked, body: mcpMessage(tool) })).status).toBe(403);
    expect(mcp.reached).toHaveLength(before);
    // Not by those fields does it fail: without them, and with them at what is allowed, the answers are the same.
    const allowed = await agent({ ...MCP_HEADERS, ...FORGED, ...headOf(kind, "get_issue") });
    await send(proxy.port, { headers: allowed, body: mcpMessage("get_issue") });
    const [reached] = mcp.reached.slice(before);
    const own = Object.entries(reached?.headers ?? {}).filter(([name]) => name.startsWith("x-writ-"));
    expect(JSON.stringify(own)).not.toMatch(/forged|\{http\./);
    const { "x-writ-decision-id": id, "x-writ-reasons": reasons } = reached?.headers ?? {};
    expect(reasons).toBe("reading");
    expect([...(await recordsOf(writ)).keys()]).toContain(id);
  });

  test("a query reaches the server, and changes nothing of what is asked", async () => {
    const { mcp, proxy, agent } = setting();
    const before = mcp.reached.length;
    const path = "/mcp/public?server=other&x=%2e%2e";
    expect((await send(proxy.port, { method: "GET", path, headers: await agent() })).status).not.toBe(403);
    expect(mcp.reached.slice(before).map(({ url }) => url)).toEqual([path]);
    const other = await send(proxy.port, { method: "GET", path: "/mcp/private?/mcp/public", headers: await agent() });
    expect(other.status).toBe(403);
    expect(mcp.reached).toHaveLength(before + 1);
  });

  test("a gateway that Writ does not know gets no yes", async () => {
    const { mcp, another, agent } = setting();
    const before = mcp.reached.length;
    const { port } = await another({ secret: "not-the-secret" });
    const headers = await agent(MCP_HEADERS);
    expect((await send(port, { headers, body: mcpMessage("get_issue") })).status).toBe(403);
    expect(mcp.reached).toHaveLength(before);
  });
}

/** Last of all: the last one of these ends the Writ of the setting. */
function broken({ failing }: ProxyKind, setting: () => Setting): void {
  const body = mcpMessage("get_issue");

  test.each(STAND_INS)("something in Writ's place is %s: nothing reaches the server", async (fault) => {
    const { mcp, another, agent } = setting();
    const before = mcp.reached.length;
    const faulty = await startFault(fault);
    const { port } = await another({ writ: faulty.address });
    const { status } = await send(port, { headers: await agent(MCP_HEADERS), body });
    expect(status).toBe(failing[fault]);
    expect(faulty.asked()).toBeGreaterThan(0);
    expect(mcp.reached).toHaveLength(before);
    await faulty.close();
  });

  test.each(["paused", "killed"] as const)("Writ is %s: nothing reaches the server", async (fault) => {
    const { writ, mcp, proxy, agent } = setting();
    const before = mcp.reached.length;
    const headers = await agent(MCP_HEADERS);
    const mend = await breakWrit(fault, writ);
    expect((await send(proxy.port, { headers, body })).status).toBe(failing[fault]);
    expect(mcp.reached).toHaveLength(before);
    mend();
    // It was for nothing but the pause that nothing got through.
    if (fault === "paused") await letThrough(setting(), headers, body);
  });
}

async function letThrough(
  { mcp, proxy }: Setting,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<void> {
  const before = mcp.reached.length;
  await eventually(async () => {
    await send(proxy.port, { headers, body });
    return mcp.reached.length > before ? true : undefined;
  }, "a request that is let through");
}
