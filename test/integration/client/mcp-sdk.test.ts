import { randomUUID } from "node:crypto";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { guardFrom } from "../../../examples/gateways/frameworks/guard.ts";
import { WritBlocked } from "../../../packages/client/src/index.ts";
import { guardMcp } from "../../../packages/client/src/mcp/index.ts";
import type { RunningWrit } from "../../../tools/start-writ.ts";
import { FRAMEWORK_CALLS, recorded, recordOf } from "../../support/framework-calls.ts";
import { sharedService } from "../../support/shared-service.ts";
import { startIssues } from "./issues-server.ts";

// The built service, and the MCP SDK's own client and servers: on stdio with the server asking, over streamable HTTP with the client asking.

let writ: RunningWrit;
beforeAll(async () => {
  writ = await sharedService();
});
afterAll(() => writ.stop());

const env = (session: string) => ({ WRIT_URL: writ.http, WRIT_SESSION: session });

/** The example's server as a process of its own, and a client that knows nothing of Writ. */
async function throughServer(session: string) {
  const client = new Client({ name: "c", version: "1" });
  const args = ["examples/gateways/frameworks/mcp-server.ts"];
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env: { ...(process.env as Record<string, string>), ...env(session) },
    stderr: "pipe",
  });
  let log = "";
  transport.stderr?.on("data", (part) => {
    log += part;
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, ran: () => log.includes("running"), log: () => log };
}

/** A server that knows nothing of Writ, and a client that asks. */
async function throughClient(session: string) {
  const issues = await startIssues();
  onTestFinished(() => issues.close());
  const client = new Client({ name: "c", version: "1" });
  guardMcp(client, { guard: guardFrom(env(session)), server: "github" });
  await client.connect(issues.transport());
  onTestFinished(() => client.close());
  return { client, ran: () => issues.ran().length > 0, log: () => "" };
}

const SIDES = { server: throughServer, client: throughClient };

test("the example's server runs nothing under the name of a tool that it does not have", async () => {
  const { client, ran } = await throughServer(`mcp-${randomUUID()}`);
  const call = { name: "get_issue", arguments: { owner: "acme", repo: "shop", issue_number: 1 } };
  await expect(client.callTool(call)).rejects.toThrow("there is no tool get_issue");
  expect(ran()).toBe(false);
});

describe.each(Object.entries(SIDES))("asked by the %s", (side, join) => {
  test.each(FRAMEWORK_CALLS)("$what", async (call) => {
    const session = `mcp-${randomUUID()}`;
    const { client, ran, log } = await join(session);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("add_issue_comment");
    const result = await client
      .callTool({ name: call.name, arguments: call.arguments })
      .catch((error: unknown) => error);
    if (call.blocked === undefined) {
      expect(result).toMatchObject({ content: [{ text: `commented: ${call.runs}` }] });
      if (side === "server") expect(log()).toContain("a grant for vault");
    } else {
      const reasons = [{ code: call.blocked }];
      if (side === "client") expect(result).toBeInstanceOf(WritBlocked);
      expect(result).toMatchObject(side === "client" ? { reasons } : { code: -32001, data: { reasons } });
    }
    expect(ran()).toBe(call.blocked === undefined);
    // A server answers before it reports.
    await expect.poll(() => recorded(writ.http, session), { timeout: 30_000 }).toMatchObject(recordOf(call));
  });
});
