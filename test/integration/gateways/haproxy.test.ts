import { expect, test } from "vitest";
import { counterpart } from "../../support/counterpart.ts";
import { startHaproxy } from "../../support/gateways/proxies.ts";
import { MCP_HEADERS, mcpMessage, send } from "../../support/gateways/send.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

/** Past the buffer of the example's configuration. */
const TOO_LARGE = "x".repeat(80_000);
const LARGE = "x".repeat(40_000);

describeProxy({
  name: "haproxy",
  found: await counterpart("haproxy"),
  start: startHaproxy,
  showsBodies: true,
  passesBody: true,
  failing: { slow: 504, error: 500, garbage: 502, closed: 502, redirect: 503, paused: 504, killed: 503 },
  more: (setting) => {
    const argumentsOf = [
      { owner: "everybody", status: 200 },
      { owner: "acme", status: 403 },
    ];
    test.each(argumentsOf)("a comment in $owner's repository is judged by its arguments: $status", async (row) => {
      const { mcp, proxy, agent } = setting();
      const before = mcp.reached.length;
      const body = mcpMessage("add_issue_comment", { owner: row.owner, repo: "shop", issue_number: 1, body: LARGE });
      const answer = await send(proxy.port, { headers: await agent(MCP_HEADERS), body });
      // The server itself has 400 for a call outside a session.
      expect(answer.status).toBe(row.status === 200 ? 400 : 403);
      expect(mcp.reached.slice(before).map((reached) => reached.body)).toEqual(row.status === 200 ? [body] : []);
    });

    test.each([
      { what: "larger than the buffer", headers: {}, body: mcpMessage("get_issue", { TOO_LARGE }), status: 413 },
      {
        what: "of no known length",
        headers: { "transfer-encoding": "chunked" },
        body: mcpMessage("get_issue"),
        status: 411,
      },
    ])("a body $what is refused", async ({ headers, body, status }) => {
      const { mcp, proxy, agent } = setting();
      const before = mcp.reached.length;
      const answer = await send(proxy.port, { headers: await agent({ ...MCP_HEADERS, ...headers }), body });
      expect(answer.status).toBe(status);
      expect(mcp.reached).toHaveLength(before);
    });
  },
});
