import { expect, test } from "vitest";
import { counterpart } from "../../support/counterpart.ts";
import { startEnvoyHttp } from "../../support/gateways/proxies.ts";
import { MCP_HEADERS, mcpMessage, send } from "../../support/gateways/send.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

/** Past `max_request_bytes` of the example's configuration. */
const TOO_LARGE = "x".repeat(600_000);

describeProxy({
  name: "Envoy's HTTP authorizer",
  found: await counterpart("envoy"),
  start: startEnvoyHttp,
  showsBodies: true,
  passesBody: true,
  failing: { slow: 503, error: 503, garbage: 503, closed: 503, redirect: 302, paused: 503, killed: 503 },
  more: (setting) => {
    test("a body larger than it may be is refused", async () => {
      const { mcp, proxy, agent } = setting();
      const before = mcp.reached.length;
      const body = mcpMessage("get_issue", { TOO_LARGE });
      expect((await send(proxy.port, { headers: await agent(MCP_HEADERS), body })).status).toBe(413);
      expect(mcp.reached).toHaveLength(before);
    });
  },
});
