import { GRPC } from "@cerbos/grpc";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";
import { rego } from "../../unit/opa/fixture.ts";

/** Owners and managers may view a document, nobody may delete one; a tool call is judged by its arguments. */
const POLICY = rego(
  `decision := {"effect": effect, "reasons": [{"code": code, "message": code, "rule": "policy.documents"}], "obligations": obligations}`,
  `
args := input.arguments

mine if args.resource.attr.owner == input.agent.id

code := "agent_unproven" if { not input.agent.verified; input.environment != "development" }
else := "owner" if { input.action.verb == "x-cerbos.view"; mine }
else := "manager" if { input.action.verb == "x-cerbos.view"; "manager" in args.principal.roles }
else := "watched" if { input.action.verb == "x-cerbos.share"; mine }
else := "own_repository" if { input.action.tool.name == "get_issue"; args.owner == "acme" }
else := "forbidden"

effect := "block" if code in {"forbidden", "agent_unproven"}
else := "allow"

obligations := [{"type": "watermark", "fulfillment": "required"}] if code == "watched"
else := []
`,
);

let writ: GatewayWrit;
let dev: GatewayWrit;

beforeAll(async () => {
  dev = await startGatewayWrit({ dev: true, policy: POLICY });
  writ = await startGatewayWrit({ policy: POLICY });
});
afterAll(async () => {
  await dev?.stop();
  await writ?.stop();
});

const PRINCIPAL = { id: "agent-1", roles: ["editor"] };
const own = { kind: "document", id: "1", attr: { owner: "agent-1" } };
const other = { kind: "document", id: "2", attr: { owner: "agent-2" } };

const clientOf = ({ grpc }: GatewayWrit, token?: string) =>
  new GRPC(grpc, { tls: false, ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }) });

describe("Cerbos' own client", () => {
  test("sees what each action on each resource comes to", async () => {
    const found = await clientOf(dev).checkResources({
      principal: PRINCIPAL,
      resources: [
        { resource: own, actions: ["view", "delete"] },
        { resource: other, actions: ["view"] },
      ],
    });
    expect(found.isAllowed({ resource: own, action: "view" })).toBe(true);
    expect(found.isAllowed({ resource: own, action: "delete" })).toBe(false);
    expect(found.isAllowed({ resource: other, action: "view" })).toBe(false);
    expect(
      await clientOf(dev).isAllowed({
        principal: { ...PRINCIPAL, roles: ["manager"] },
        resource: other,
        action: "view",
      }),
    ).toBe(true);
  });

  test("is told by the outputs what else there is to say, and the record has it", async () => {
    const found = await clientOf(dev).checkResource({
      principal: PRINCIPAL,
      resource: own,
      actions: ["share"],
      includeMetadata: true,
    });
    expect(found.isAllowed("share")).toBe(true);
    expect(found.metadata?.actions["share"]?.matchedPolicy).toBe("policy.documents");
    const [output] = found.outputs;
    expect(output?.value).toMatchObject({
      effect: "allow",
      reasons: [{ code: "watched" }],
      obligations: [{ type: "watermark", fulfillment: "required" }],
    });
    const [record] = await dev.records("verb=x-cerbos.share");
    expect(record).toMatchObject({ caller: { protocol: "cerbos" }, decision: { effect: "allow" } });
    expect(output?.source).toBe(`writ#${(record as { decision: { decision_id: string } }).decision.decision_id}`);
  });

  test("asks for tool calls", async () => {
    const call = (owner: string) => ({
      kind: "tool",
      id: "github/get_issue",
      attr: { arguments: { owner, repo: "a", issue_number: 1 } },
    });
    const client = clientOf(dev);
    expect(await client.isAllowed({ principal: PRINCIPAL, resource: call("acme"), action: "call" })).toBe(true);
    expect(await client.isAllowed({ principal: PRINCIPAL, resource: call("else"), action: "call" })).toBe(false);
  });

  test("proves the agent by the token of the auxiliary data, and by nothing else", async () => {
    const client = clientOf(writ, writ.secrets["gateway"]);
    const check = { principal: PRINCIPAL, resource: own, action: "view" };
    expect(await client.isAllowed({ ...check, auxData: { jwt: { token: await writ.agentToken() } } })).toBe(true);
    expect(await client.isAllowed(check)).toBe(false);
    expect(await client.isAllowed({ ...check, auxData: { jwt: { token: "no.such.token" } } })).toBe(false);
  });

  test("gets no yes for an obligation that nobody fulfils", async () => {
    const client = clientOf(writ, writ.secrets["gateway"]);
    const auxData = { jwt: { token: await writ.agentToken() } };
    const found = await client.checkResource({ principal: PRINCIPAL, resource: own, actions: ["share"], auxData });
    expect(found.isAllowed("share")).toBe(false);
    expect(found.outputs[0]?.value).toMatchObject({ reasons: [{ code: "obligation_unsupported" }] });
  });

  test("gets an error, and no answer, without a credential", async () => {
    await expect(clientOf(writ).isAllowed({ principal: PRINCIPAL, resource: own, action: "view" })).rejects.toThrow(
      /credential/,
    );
    await expect(
      clientOf(writ, writ.secrets["auditor"]).isAllowed({ principal: PRINCIPAL, resource: own, action: "view" }),
    ).rejects.toThrow(/role decide/);
  });

  test("gets an error, and no answer, where nobody listens", async () => {
    const asked = new GRPC("127.0.0.1:1", { tls: false }).isAllowed({
      principal: PRINCIPAL,
      resource: own,
      action: "view",
    });
    await expect(asked).rejects.toThrow(/UNAVAILABLE/);
  });

  test("reads which server answers", async () => {
    expect(await clientOf(dev).serverInfo()).toMatchObject({ version: "writ" });
  });
});

describe("over HTTP", () => {
  const post = (body: unknown, type = "application/json") =>
    fetch(`${dev.http}/api/check/resources`, {
      method: "POST",
      headers: { "content-type": type },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const CHECK = {
    requestId: "r-1",
    includeMeta: true,
    principal: PRINCIPAL,
    resources: [{ actions: ["view", "delete"], resource: own }],
  };

  test("the same question has the same answer", async () => {
    const response = await post(CHECK);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      requestId: "r-1",
      results: [
        {
          resource: { id: "1", kind: "document" },
          actions: { view: "EFFECT_ALLOW", delete: "EFFECT_DENY" },
          meta: { actions: { view: { matchedPolicy: "policy.documents" } } },
        },
      ],
      cerbosCallId: expect.stringMatching(/^dec_/),
    });
  });

  test.each([
    ["no JSON", "{", 400, 3],
    ["an unknown field", { ...CHECK, s3cret: 1 }, 400, 3],
    ["no principal", { ...CHECK, principal: undefined }, 400, 3],
  ])("%s is an error", async (_name, body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code, message: expect.any(String) });
  });

  test("another content type is an error", async () => {
    expect((await post(CHECK, "text/plain")).status).toBe(415);
  });
});
