import { expect, test } from "vitest";
import { counterpartOf } from "../../support/counterpart.ts";
import { startTraefik } from "../../support/gateways/proxies.ts";
import { MCP_HEADERS, mcpMessage, send } from "../../support/gateways/send.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

/** Past `maxBodySize` of the example's configuration. */
const TOO_LARGE = "x".repeat(5 * 1024 * 1024);

describeProxy({
  name: "Traefik",
  found: counterpartOf("test-gateways", "traefik"),
  start: startTraefik,
  showsBodies: true,
  passesBody: true,
  failing: { slow: 500, error: 500, garbage: 500, closed: 500, redirect: 302, paused: 500, killed: 500 },
  more: (setting) => {
    test.each([
      { what: "larger than it may be", body: mcpMessage("get_issue", { TOO_LARGE }), headers: {}, status: 401 },
      {
        what: "of no known length, about what is forbidden",
        body: mcpMessage("merge_pull_request"),
        headers: { "transfer-encoding": "chunked" },
        status: 403,
      },
    ])("a body $what is refused", async ({ body, headers, status }) => {
      const { mcp, proxy, agent } = setting();
      const before = mcp.reached.length;
      const answer = await send(proxy.port, { headers: await agent({ ...MCP_HEADERS, ...headers }), body });
      expect(answer.status).toBe(status);
      expect(mcp.reached).toHaveLength(before);
    });
  },
});
