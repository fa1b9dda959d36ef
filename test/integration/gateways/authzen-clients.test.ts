import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../src/domain/json.ts";
import { programOf, pythonGateway, titled } from "../../support/counterpart.ts";
import { exampleFile } from "../../support/gateways/config.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { rego } from "../../unit/opa/fixture.ts";

const clients = pythonGateway("authzen");

/** Issues of one's own repository may be read by whoever the enforcement point names, and documents by their owner. */
const POLICY = rego(
  `decision := {"effect": effect, "reasons": [{"code": code, "message": concat(" ", ["it is", code])}]}`,
  `
tool := object.get(input, ["action", "tool", "name"], "")

code := "own_issue" if { tool == "get_issue"; input.arguments.owner == "acme"; input.agent.id == "user:alice"; input.action.tool.server == "github" }
else := "owner" if { input.action.verb == "x-authzen.read"; input.arguments.resource.id == "q4-plan"; input.agent.id == "user:alice" }
else := "governed" if { input.action.verb == "x-authzen.search"; startswith(input.agent.id, "ai_agent:auth:agent:") }
else := "forbidden"

effect := "block" if code == "forbidden"
else := "allow"
`,
);

const ALICE = { type: "user", id: "alice" };

describe.skipIf(clients.missing !== undefined)(titled("AuthZEN clients of others", clients), () => {
  let service: GatewayWrit;
  beforeAll(async () => {
    const { callers, protocols } = parse(exampleFile("authzen", "writ.yaml")) as {
      readonly callers: Readonly<Record<string, JsonObject>>;
      readonly protocols: JsonObject;
    };
    service = await startGatewayWrit({ policy: POLICY, callers, env: { WRIT_PROTOCOLS: JSON.stringify(protocols) } });
  });
  afterAll(async () => {
    await service?.stop();
  });

  const run = (args: readonly string[], asked: unknown, url = service.http) =>
    new Promise<JsonObject>((done, fail) => {
      const env = { WRIT_URL: url, WRIT_SECRET: service.secrets["pep"] as string };
      const child = execFile(programOf(clients), [...args], { env }, (error, stdout, stderr) =>
        error === null ? done(JSON.parse(stdout) as JsonObject) : fail(new Error(stderr)),
      );
      child.stdin?.end(JSON.stringify(asked));
    });

  describe("apparitor, as examples/gateways/authzen/guard.py has it", () => {
    const guard = (tool_calls: readonly object[], subject = ALICE, url?: string) =>
      run([resolve("examples/gateways/authzen/guard.py")], { subject, tool_calls }, url);
    const readIssue = (owner: string) => ({
      type: "tool_use",
      id: "1",
      name: "get_issue",
      input: { owner, repo: "shop", issue_number: 1 },
    });

    test.each<[string, readonly object[], typeof ALICE, string]>([
      ["one call", [readIssue("acme")], ALICE, "allow"],
      ["one with other arguments", [readIssue("others")], ALICE, "block"],
      ["one of somebody else", [readIssue("acme")], { type: "user", id: "mallory" }, "block"],
      ["two, as a batch", [readIssue("acme"), readIssue("acme")], ALICE, "allow"],
      ["two, one of them forbidden", [readIssue("acme"), readIssue("others")], ALICE, "block"],
    ])("%s", async (_, calls, subject, verdict) => {
      expect(await guard(calls, subject)).toEqual({ verdict, status: "success" });
    });

    test("a Writ that is not there is no yes", async () => {
      expect(await guard([readIssue("acme")], ALICE, "http://127.0.0.1:9")).toEqual({
        verdict: "block",
        status: "error",
      });
    });

    test("its calls are judged as calls of tools, and are on record", async () => {
      await guard([readIssue("acme")]);
      const [record] = await service.records();
      expect(record).toMatchObject({
        caller: { id: "pep", protocol: "authzen" },
        input: {
          action: { tool: { server: "github", name: "get_issue" } },
          arguments: { owner: "acme", repo: "shop", issue_number: 1 },
        },
      });
    });
  });

  describe("decern", () => {
    const ask = (asked: object) => run([resolve("test/support/authzen/clients.py"), "decern"], asked);
    const read = { subject: ALICE, action: "read", resource: { type: "document", id: "q4-plan" } };

    test("a yes and a no", async () => {
      expect(await ask(read)).toMatchObject({
        allowed: true,
        context: { evaluation_id: expect.stringMatching(/^dec_/) },
      });
      const other = { ...read, subject: { type: "user", id: "bob" } };
      expect(await ask(other)).toMatchObject({ allowed: false, context: { reason: "forbidden" } });
    });

    test("what is no question", async () => {
      expect(await ask({ ...read, resource: { type: "document" } })).toEqual({ allowed: false, status: 400 });
    });
  });

  describe("the backend of the Agent Governance Toolkit", () => {
    const ask = (asked: object) => run([resolve("test/support/authzen/clients.py"), "toolkit"], asked);

    test("a yes, and a no with its reason", async () => {
      const asked = { agent_id: "helper", tool_name: "search", query: "q4" };
      expect(await ask(asked)).toMatchObject({ allowed: true });
      expect(await ask({ ...asked, tool_name: "delete" })).toEqual({ allowed: false, reason: "it is forbidden" });
    });
  });
});
