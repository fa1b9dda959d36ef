import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { startEnvoy } from "../../support/gateways/envoy.ts";
import { breakWrit } from "../../support/gateways/faults.ts";
import { GRPC_FAULTS, startGrpcFault } from "../../support/gateways/grpc-faults.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

// Nothing gets through when Writ does not say yes, whatever it is that it does instead.

const found = await counterpart("envoy");
const CALL = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "get_issue" } });
const FAIL_OPEN = { "failure_mode_allow: false": "failure_mode_allow: true" };

describe.skipIf(found.missing !== undefined)(titled("Envoy denies", found), () => {
  let mcp: McpServer;
  let writ: GatewayWrit;
  let headers: Readonly<Record<string, string>>;

  const envoyOf = async (address: string, secret: string, changes: Readonly<Record<string, string>> = {}) => {
    const envoy = await startEnvoy(programOf(found), { mcp: mcp.address, writ: address, secret, changes });
    onTestFinished(envoy.stop);
    return () => fetch(`${envoy.url}/mcp`, { method: "POST", headers, body: CALL });
  };

  beforeAll(async () => {
    mcp = await startMcpServer();
    writ = await startGatewayWrit();
    const accept = "application/json, text/event-stream";
    headers = { authorization: `Bearer ${await writ.agentToken()}`, "content-type": "application/json", accept };
  });
  afterAll(async () => {
    await writ?.stop();
    await mcp?.close();
  });

  test.each(GRPC_FAULTS)("when the answer is: %s", async (fault) => {
    const faulty = await startGrpcFault(fault);
    onTestFinished(faulty.close);
    const ask = await envoyOf(faulty.address, "any");
    const response = await ask();
    expect(response.status).toBe(503);
    expect(faulty.asked()).toBeGreaterThan(0);
    expect(mcp.reached).toEqual([]);
  });

  test.each([
    ["unauthenticated", "wrong-secret"],
    ["permission_denied", "auditor"],
  ])("when Writ refuses the gateway (%s), even where failures are to be let through", async (code, who) => {
    const ask = await envoyOf(writ.grpc, writ.secrets[who] ?? who, FAIL_OPEN);
    const response = await ask();
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code });
    expect(mcp.reached).toEqual([]);
  });

  test("when Writ cannot read what is asked, even where failures are to be let through", async () => {
    const ask = await envoyOf(writ.grpc, writ.secrets["gateway"] as string, {
      ...FAIL_OPEN,
      "max_request_bytes: 524288": "max_request_bytes: 4194304",
      "max_request_body_size: 524288": "max_request_body_size: 4194304",
    });
    // More than Writ takes in one message.
    headers = { ...headers, "x-padding": "x" };
    const response = await fetch((await ask()).url, { method: "POST", headers, body: `"${"x".repeat(1_100_000)}"` });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "payload_too_large" });
    expect(mcp.reached.filter(({ body }) => body.length > 1_000_000)).toEqual([]);
  });

  test("while Writ is paused, and when it is gone; not before and between", async () => {
    const ask = await envoyOf(writ.grpc, writ.secrets["gateway"] as string);
    const reached = async () => {
      const before = mcp.reached.length;
      const { status } = await ask();
      return { status, reached: mcp.reached.length - before };
    };
    // Without a session, the server itself says 400.
    expect(await reached()).toEqual({ status: 400, reached: 1 });
    const resume = await breakWrit("paused", writ);
    expect(await reached()).toEqual({ status: 503, reached: 0 });
    resume();
    // What was asked while it slept comes first.
    await expect.poll(reached, { timeout: 30_000 }).toEqual({ status: 400, reached: 1 });
    await breakWrit("killed", writ);
    expect(await reached()).toEqual({ status: 503, reached: 0 });
  });
});
