import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/domain/json.ts";
import { programOf, pythonGateway, titled } from "../../support/counterpart.ts";
import { exampleFile } from "../../support/gateways/config.ts";
import { type ContextForge, startContextForge, USER } from "../../support/gateways/contextforge.ts";
import { type McpServer, startMcpServer } from "../../support/gateways/mcp-server.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { rego } from "../../unit/opa/fixture.ts";

const contextforge = pythonGateway("contextforge");
const TITLE = titled("ContextForge", contextforge);

/** Reading tickets passes for the gateway's user, if the catalogue has the tool; writing them to one owner does. */
const POLICY = rego(
  `decision := {"effect": effect, "reasons": [{"code": code, "message": input.action.verb}], "obligations": []}`,
  `
code := "somebody_else" if input.agent.id != "user:${USER}"
else := "tool_unlisted" if not input.action.tool.known
else := "reading" if input.action.verb == "ticket.read"
else := "writing" if input.arguments.owner == "acme"
else := "forbidden"

effect := "allow" if code in {"reading", "writing"}
else := "block"
`,
);

/** Minutes on a machine that is five times as slow: it starts within 20 s on an idle one. */
const START_TIMEOUT_MS = 300_000;

const RESOLVERS = [
  ["opa", "/v1/data/cpex/authz"],
  ["authzen", "/access/v1/evaluation"],
] as const;

describe.skipIf(contextforge.missing !== undefined).each(RESOLVERS)(`${TITLE}, its resolver %s`, (resolver, path) => {
  let writ: GatewayWrit;
  let server: McpServer;
  let forge: ContextForge;

  beforeAll(async () => {
    server = await startMcpServer();
    writ = await startGatewayWrit({
      callers: { gateway: { vouches: true } },
      env: { WRIT_PROTOCOLS: JSON.stringify({ authzen: { server: "contextforge" } }) },
      policy: POLICY,
      data: { catalog: { contextforge: parse(exampleFile("contextforge", "catalog.yaml")) as JsonObject } },
    });
    forge = await startContextForge({
      python: programOf(contextforge),
      server: { name: "demo", address: server.address },
      secret: writ.secrets["gateway"] ?? "",
      replacements: {
        "http://127.0.0.1:8181/v1/data/cpex/authz": writ.http + path,
        "resolver: opa": `resolver: ${resolver}`,
      },
    });
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await forge?.stop();
    await writ?.stop();
    await server?.close();
  });

  const call = (name: string, args: object) => forge.rpc("tools/call", { name, arguments: args });

  test("a tool that may run runs, and is on record by the name that the gateway gave it", async () => {
    const { result } = await call("demo-get-issue", { owner: "acme" });
    expect(result).toMatchObject({ content: [{ text: "get_issue done" }] });
    expect(server.ran).toEqual(["get_issue"]);
    const [record] = await writ.records();
    expect(record).toMatchObject({
      caller: { id: "gateway", protocol: resolver },
      input: { agent: { id: `user:${USER}` }, arguments: { owner: "acme" } },
      decision: {
        effect: "allow",
        action: { verb: "ticket.read", tool: { server: "contextforge", name: "demo-get-issue" } },
      },
    });
  });

  test.each([
    ["by its arguments", "demo-add-issue-comment", { owner: "other" }],
    ["because the catalogue does not have it", "demo-merge-pull-request", { owner: "acme" }],
  ])("a tool is denied %s", async (_, name, args) => {
    const ran = server.ran.length;
    const { result, error } = await call(name, args);
    expect(result).toBeUndefined();
    expect(error?.code).toBe(-32602);
    expect(server.ran).toHaveLength(ran);
    const [record] = await writ.records();
    expect(record).toMatchObject({ decision: { effect: "block", action: { tool: { name } } } });
  });

  test("where Writ is paused, then gone, no tool runs", async () => {
    const ran = server.ran.length;
    writ.pause();
    expect((await call("demo-get-issue", { owner: "acme" })).error?.code).toBe(-32602);
    writ.resume();
    await writ.kill();
    expect((await call("demo-get-issue", { owner: "acme" })).error?.code).toBe(-32602);
    expect(server.ran).toHaveLength(ran);
  });
});
