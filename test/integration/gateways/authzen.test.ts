import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { ask } from "../../support/authzen/build.ts";
import { eventually } from "../../support/eventually.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { rego } from "../../unit/opa/fixture.ts";

/** A proven agent may read issues, search where the results are redacted, and spend where a person says so. */
const POLICY = rego(
  `decision := object.union({"effect": effect, "reasons": [{"code": code, "message": concat(" ", ["it is", code])}], "obligations": obligations}, asked)`,
  `
proven if input.agent.verified

tool := object.get(input, ["action", "tool", "name"], "")

code := "agent_unproven" if not proven
else := "asks_a_person" if input.action.verb in {"x-authzen.spend", "x-authzen.hurry"}
else := "asks_a_person" if tool == "delete_repository"
else := "reading" if tool == "get_issue"
else := "search" if tool == "search_code"
else := "forbidden"

effect := "block" if code in {"agent_unproven", "asks_a_person", "forbidden"}
else := "allow"

default asked := {}
asked := {"approval": {"approvers": ["role:approver"], "expires_in_s": seconds, "template": "this_action"}} if code == "asks_a_person"

seconds := 1 if input.action.verb == "x-authzen.hurry"
else := 900

obligations := [
  {"type": "redact", "fulfillment": "required", "paths": ["/content"]},
  {"type": "notify", "fulfillment": "advisory", "channel": "security"},
] if tool == "search_code"
else := []
`,
);

interface Said {
  readonly decision: boolean;
  readonly context: JsonObject;
}

const tool = (name: string, args?: JsonObject): JsonObject => ({
  subject: { type: "agent", id: "agent-1" },
  action: { name: "tools/call" },
  resource: { type: "tool", id: name, properties: { server: "github" } },
  ...(args === undefined ? {} : { context: { arguments: args } }),
});

const spend = (name = "spend"): JsonObject => ({
  subject: { type: "agent", id: "agent-1" },
  action: { name },
  resource: { type: "budget", id: "q4", properties: { amount: 12 } },
});

describe("in production", () => {
  let service: GatewayWrit;
  let token: string;
  beforeAll(async () => {
    service = await startGatewayWrit({
      policy: POLICY,
      callers: {
        gateway: {},
        voucher: { roles: ["decide"], vouches: true },
        redactor: { roles: ["decide"], obligations: ["redact"] },
      },
    });
    token = await service.agentToken();
  });
  afterAll(async () => {
    await service?.stop();
  });

  const as = (caller: string, more: Readonly<Record<string, string>> = {}) => ({
    authorization: `Bearer ${service.secrets[caller]}`,
    ...more,
  });
  const evaluate = async (body: JsonObject, headers: Readonly<Record<string, string>>) => {
    const answer = await ask(service.http, "evaluation", body, headers);
    expect(answer.status).toBe(200);
    return answer.body as unknown as Said;
  };
  const byAgent = (caller = "gateway") => as(caller, { "x-writ-agent-token": token });

  describe("callers", () => {
    test.each([
      ["none", {}, 401],
      ["one that nobody knows", { authorization: "Bearer nobody" }, 401],
    ])("%s", async (_, headers, status) => {
      const answer = await ask(service.http, "evaluation", tool("get_issue", {}), headers);
      expect([answer.status, answer.body]).toEqual([status, expect.any(String)]);
    });

    test.each(["evaluation", "evaluations", "search/resource"])("one without the role, at %s", async (path) => {
      const body = { ...tool("get_issue"), evaluations: [{}] };
      const answer = await ask(service.http, path, body, as("auditor"));
      expect([answer.status, answer.body]).toEqual([403, expect.stringContaining("decide")]);
    });
  });

  describe("who acts", () => {
    test("a subject that nobody has proven is no agent, unless the caller vouches, and is verified never", async () => {
      const unproven = await evaluate(tool("get_issue", {}), as("gateway"));
      expect(unproven).toMatchObject({ decision: false, context: { reason: "agent_unverified" } });
      const vouched = await evaluate(tool("get_issue", {}), as("voucher"));
      expect(vouched).toMatchObject({ decision: false, context: { reason: "agent_unproven" } });
      const [record] = await service.records();
      expect(record?.["input"]).toMatchObject({ agent: { id: "agent:agent-1", verified: false } });
    });

    test("a token proves the agent, and the subject has to be it, or the caller's word", async () => {
      const proven = await evaluate(tool("get_issue", {}), byAgent());
      expect(proven).toMatchObject({ decision: true, context: { evaluation_id: expect.stringMatching(/^dec_/) } });
      const other = { ...tool("get_issue", {}), subject: { type: "agent", id: "agent-2" } };
      expect(await evaluate(other, byAgent())).toMatchObject({
        decision: false,
        context: { reason: "agent_id_mismatch" },
      });
      expect(await evaluate(other, byAgent("voucher"))).toMatchObject({ decision: true });
      const [record] = await service.records();
      expect(record?.["input"]).toMatchObject({
        agent: { id: "agent-1", verified: true },
        context: { authzen: { subject: { id: "agent-2" } } },
      });
    });

    test("no token is on record", async () => {
      await evaluate(tool("get_issue", {}), byAgent());
      expect(JSON.stringify(await service.records())).not.toContain(token);
    });

    test.each([
      ["", "two words of it"],
      ["Basic ", "dXNlcjpwYXNz"],
    ])("what is no token is refused: %s", async (scheme, value) => {
      const answer = await ask(
        service.http,
        "evaluation",
        tool("get_issue"),
        as("gateway", { "x-writ-agent-token": scheme + value }),
      );
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("/headers/x-writ-agent-token")]);
    });
  });

  describe("obligations", () => {
    const declared: readonly (readonly [string, JsonObject, boolean])[] = [
      [
        "the extension's form",
        { supported_mandatory_extensions: ["obligations"], supported_obligations: ["redact"] },
        true,
      ],
      ["the profile's form", { obligations_supported: ["redact"] }, true],
      ["none", {}, false],
      ["a type without the extension", { supported_obligations: ["redact"] }, false],
      ["the extension without a type", { supported_mandatory_extensions: ["obligations"] }, false],
      ["another type", { obligations_supported: ["sandbox"] }, false],
    ];

    test.each(declared)("declared in %s", async (_, context, decision) => {
      const said = await evaluate(
        { ...tool("search_code"), context: { ...context, arguments: { q: "x" } } },
        byAgent(),
      );
      expect(said.decision).toBe(decision);
      if (!decision) {
        expect(said.context["reason"]).toBe("obligation_unsupported");
        expect(said.context).not.toHaveProperty("obligations");
        return;
      }
      expect(said.context).toMatchObject({
        obligations: [{ id: "obl-1", type: "redact", properties: { paths: ["/content"] } }],
        advice: [{ id: "adv-1", type: "notify", properties: { channel: "security" } }],
      });
    });

    test("declared in the caller's configuration", async () => {
      const said = await evaluate(tool("search_code", { q: "x" }), byAgent("redactor"));
      expect(said).toMatchObject({ decision: true, context: { obligations: [{ type: "redact" }] } });
    });

    test("a request that says less than the configuration counts", async () => {
      const body = { ...tool("search_code"), context: { obligations_supported: [], arguments: { q: "x" } } };
      expect(await evaluate(body, byAgent("redactor"))).toMatchObject({ decision: false });
    });

    test("an item of a batch that has to be acted on has its context, the others have none", async () => {
      const items = [tool("get_issue", {}), tool("search_code", { q: "x" }), tool("forbidden", {})];
      const { body } = await ask(service.http, "evaluations", { evaluations: items }, byAgent("redactor"));
      expect((body as JsonObject)["evaluations"]).toEqual([
        { decision: true },
        { decision: true, context: expect.objectContaining({ obligations: [expect.anything()] }) },
        { decision: false },
      ]);
    });
  });

  describe("access requests", () => {
    const submit = async (body: JsonObject, caller = "gateway") => {
      const response = await fetch(`${service.http}/access/v1/requests`, {
        method: "POST",
        headers: { ...as(caller), "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    };
    const denialOf = async (body: JsonObject) => {
      const { decision, context } = await evaluate(body, byAgent());
      expect(decision).toBe(false);
      return context;
    };
    const denialOn = ({ evaluation_id, access_request }: JsonObject): JsonObject => ({
      denial: {
        evaluation_id: evaluation_id as string,
        expires_at: (access_request as JsonObject)["expires_at"] as string,
      },
    });

    test.each([
      ["an action", spend()],
      ["a call of a tool", tool("delete_repository", { owner: "acme", repo: "one" })],
    ])("of %s: the denial says where and until when, the submission is a task that waits", async (_, body) => {
      const context = await denialOf(body);
      expect(context).toMatchObject({
        reason: "asks_a_person",
        evaluated_at: expect.stringMatching(/Z$/),
        approval: { id: expect.stringMatching(/^apr_/), template: "this_action" },
        access_request: { endpoint: "https://writ.example/access/v1/requests", template: "this_action" },
      });
      const submitted = await submit({ ...body, ...denialOn(context) });
      const task = {
        id: context["evaluation_id"],
        status: "pending",
        status_endpoint: `https://writ.example/access/v1/requests/${context["evaluation_id"]}`,
        expires_at: (context["approval"] as JsonObject)["expires_at"],
        links: { review: (context["approval"] as JsonObject)["url"] },
      };
      expect(submitted).toEqual({ status: 202, body: { task } });
      const status = await fetch(`${service.http}/access/v1/requests/${context["evaluation_id"]}`, {
        headers: as("gateway"),
      });
      expect([status.status, await status.json()]).toEqual([200, { task }]);
    });

    test.each<[string, (body: JsonObject, context: JsonObject) => JsonObject, string, number]>([
      [
        "another resource",
        (body) => ({ ...body, resource: { type: "budget", id: "q5" } }),
        "invalid_denial_binding",
        400,
      ],
      [
        "another amount",
        (body) => ({ ...body, resource: { type: "budget", id: "q4", properties: { amount: 13 } } }),
        "invalid_denial_binding",
        400,
      ],
      [
        "another subject",
        (body) => ({ ...body, subject: { type: "agent", id: "agent-2" } }),
        "invalid_denial_binding",
        400,
      ],
      [
        "no such denial",
        (body) => ({ ...body, denial: { evaluation_id: "dec_01JD0000000000000000000000" } }),
        "invalid_denial_binding",
        400,
      ],
    ])("of something else: %s", async (_, change, name, status) => {
      const body = spend();
      const context = await denialOf(body);
      const answer = await submit(change({ ...body, ...denialOn(context) }, context));
      expect(answer).toMatchObject({
        status,
        body: { type: `urn:openid:authzen:access-request:error:${name}`, status },
      });
    });

    test("of arguments that were not denied", async () => {
      const context = await denialOf(tool("delete_repository", { owner: "acme", repo: "one" }));
      const answer = await submit({
        ...tool("delete_repository", { owner: "acme", repo: "two" }),
        ...denialOn(context),
      });
      expect(answer.body["type"]).toMatch(/invalid_denial_binding$/);
    });

    test("of what no person can lift", async () => {
      const body = tool("forbidden", {});
      const context = await denialOf(body);
      expect(context).not.toHaveProperty("access_request");
      const answer = await submit({ ...body, denial: { evaluation_id: context["evaluation_id"] as string } });
      expect(answer).toMatchObject({ status: 400, body: { type: expect.stringMatching(/not_requestable$/) } });
    });

    test("by another caller than the one that was denied", async () => {
      const body = spend();
      const context = await denialOf(body);
      const answer = await submit({ ...body, ...denialOn(context) }, "voucher");
      expect(answer.body["type"]).toMatch(/invalid_denial_binding$/);
      const id = context["evaluation_id"];
      const status = await fetch(`${service.http}/access/v1/requests/${id}`, { headers: as("voucher") });
      expect([status.status, await status.json()]).toEqual([
        404,
        expect.objectContaining({ type: expect.stringMatching(/unknown_task$/) }),
      ]);
    });

    test("too late, whatever the request says of the time", async () => {
      const body = spend("hurry");
      const context = await denialOf(body);
      const late = {
        ...body,
        denial: { evaluation_id: context["evaluation_id"] as string, expires_at: "2999-01-01T00:00:00Z" },
      };
      await eventually(async () => ((await submit(late)).status === 410 ? true : undefined), "the denial expires");
      expect((await submit(late)).body["type"]).toMatch(/expired_denial$/);
    });

    test.each(["items", "denial"])("that cannot be read: %s", async (field) => {
      const { status, body } = await submit({ ...spend(), [field]: [] });
      expect([status, body]).toEqual([400, expect.stringContaining(`/${field}`)]);
    });
  });
});
