import { expect, test } from "vitest";
import { counterpart, programOf } from "../../support/counterpart.ts";
import { startNginx } from "../../support/gateways/proxies.ts";
import { MCP_HEADERS, mcpMessage, send } from "../../support/gateways/send.ts";
import { startSetting } from "../../support/gateways/setting.ts";
import { describeProxy } from "../../support/gateways/suite.ts";

const found = await counterpart("nginx");

describeProxy({
  name: "nginx",
  found,
  start: startNginx,
  showsBodies: false,
  passesBody: false,
  failing: { slow: 500, error: 500, garbage: 500, closed: 500, redirect: 500, paused: 500, killed: 500 },
  more: (setting) => {
    test("what the head says of a call is judged, and never taken for the whole", async () => {
      const { writ, mcp, proxy, agent } = setting();
      const head = { ...MCP_HEADERS, "mcp-method": "tools/call", "mcp-name": "get_issue" };
      const before = mcp.ran.length;
      await send(proxy.port, { headers: await agent(head), body: mcpMessage("merge_pull_request") });
      // A server of an older form takes no notice of the head: that is why an action without a body is partial, for policies to refuse.
      const [record] = await writ.records("tool=github/get_issue");
      expect(record).toMatchObject({ decision: { action: { parse: "partial", tier: "privileged" } } });
      expect(mcp.ran).toHaveLength(before);
    });

    test("the built-in policy lets nothing pass of which it does not see what it is, but for a person's approval", async () => {
      const callers = { admin: { roles: ["admin"] } };
      const strict = await startSetting(startNginx, programOf(found), { policy: "default", callers });
      try {
        const { writ, mcp, proxy, agent } = strict;
        const at = `127.0.0.1:${proxy.port}`;
        const resources = [`http://${at}/mcp*`];
        const envelope = { verbs: ["http.request"], max_tier: "privileged", resources, destinations: ["127.0.0.1"] };
        const registered = await fetch(`${writ.http}/v1/agents`, {
          method: "POST",
          headers: { authorization: `Bearer ${writ.secrets["admin"]}`, "content-type": "application/json" },
          body: JSON.stringify({ id: "agent-1", owner: "team-a", envelope }),
        });
        expect(await registered.text()).toContain("agent-1");
        const posted = await send(proxy.port, { headers: await agent(MCP_HEADERS), body: mcpMessage("get_issue") });
        expect(posted.status).toBe(403);
        expect(JSON.parse(posted.body)).toMatchObject({
          detail: expect.stringContaining("call_not_understood"),
          approval: expect.stringMatching(/^https:\/\/writ\.example\/approvals\/apr_/),
        });
        expect(mcp.reached).toHaveLength(0);
        // A stream is read, and has no body.
        const stream = { accept: "text/event-stream", "mcp-session-id": "s" };
        await send(proxy.port, { method: "GET", headers: await agent(stream) });
        expect(mcp.reached).toMatchObject([{ method: "GET", headers: { "x-writ-reasons": "protocol_upkeep" } }]);
      } finally {
        await strict.stop();
      }
    });
  },
});
