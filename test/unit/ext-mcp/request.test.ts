import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import type { Admission } from "../../../src/domain/request.ts";
import {
  McpRequestResultSchema,
  McpResponseResultSchema,
} from "../../../src/gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import type { Service } from "../../../src/pipeline/service.ts";
import { extMcp } from "../../../src/transports/ext-mcp/protocol.ts";
import { ADMISSION, allow, block, gatewayTo, json, VOUCHES } from "./gateway.ts";

const CALL = {
  serviceNames: ["github"],
  method: "tools/call",
  mcpRequest: json({ name: "get_issue", arguments: { n: 1 } }),
};
describe("who acts", () => {
  const jwt = { jwt: { sub: "agent-1" } };
  const bearer = [{ key: "Authorization", value: Buffer.from("Bearer a.b.c") }];
  test.each<{ what: string; admission?: Admission; init: object; agent: object }>([
    { what: "nobody that anything says", init: {}, agent: {} },
    { what: "whose token came", init: { headers: bearer }, agent: { token: "a.b.c" } },
    { what: "not who the metadata of a gateway that does not vouch names", init: { metadataContext: jwt }, agent: {} },
    {
      what: "who the metadata names",
      admission: VOUCHES,
      init: { metadataContext: jwt, headers: bearer },
      agent: { id: "agent-1" },
    },
    {
      what: "who Envoy's form of metadata names",
      admission: VOUCHES,
      init: { metadataContext: { filter_metadata: jwt } },
      agent: { id: "agent-1" },
    },
    {
      what: "not what a member that every object has says",
      admission: {
        ...VOUCHES,
        carries: { ...VOUCHES.carries, agent_metadata: { namespace: "jwt", path: ["constructor", "name"] } },
      },
      init: { metadataContext: { jwt: {} } },
      agent: {},
    },
  ])("is $what", async ({ admission, init, agent }) => {
    const gateway = gatewayTo(allow, admission);
    await gateway.request({ ...CALL, ...init });
    expect(gateway.asked[0]?.agent).toEqual(agent);
  });

  test.each([
    {
      what: "two tokens",
      admission: ADMISSION,
      init: { headers: ["a", "b"].map((it) => ({ key: "authorization", value: Buffer.from(it) })) },
    },
    {
      what: "two names",
      admission: VOUCHES,
      init: { metadataContext: { jwt: { sub: "a" }, filter_metadata: { jwt: { sub: "a" } } } },
    },
    { what: "a name that is a number", admission: VOUCHES, init: { metadataContext: { jwt: { sub: 1 } } } },
  ])("is nobody's to say with $what", async ({ admission, init }) => {
    const gateway = gatewayTo(allow, admission);
    await expect(gateway.request({ ...CALL, ...init })).rejects.toMatchObject({ code: "invalid_argument" });
    expect(gateway.asked).toEqual([]);
  });

  test("is of an answer what the metadata repeats of the head", async () => {
    const gateway = gatewayTo(allow);
    const metadataContext = { headers: { Authorization: "Bearer a.b.c" } };
    await gateway.response({ serviceNames: ["github"], method: "tools/call", mcpResponse: json({}), metadataContext });
    expect(gateway.asked[0]?.agent).toEqual({ token: "a.b.c" });
  });
});

describe("a request", () => {
  test("that may go on takes with it what was decided, and nothing that a client wrote in Writ's name", async () => {
    const { result, headerMutation, metadata } = await gatewayTo(allow).request(CALL);
    expect(result.case).toBe("pass");
    expect(headerMutation?.remove).toEqual(["x-writ-authorization", "x-writ-intent", "x-writ-agent", "x-writ-session"]);
    const set = headerMutation?.set.map(({ key, value }) => [key, Buffer.from(value).toString()]);
    expect(set).toContainEqual(["x-writ-decision-id", "dec_1"]);
    expect(set).toContainEqual(["x-writ-grant", ""]);
    expect(metadata).toEqual({ writ: { decision_ids: ["dec_1"], effect: "allow", reasons: [], obligations: [] } });
  });

  test("that may not has the reasons where a client looks, and changes nothing", async () => {
    const approval = { id: "apr_1", url: "https://writ.example/approvals/apr_1", expires_at: "x", template: "t" };
    const { result, headerMutation, metadata } = await gatewayTo(() => ({ ...block("no"), approval })).request(CALL);
    expect({ headerMutation, metadata }).toEqual({ headerMutation: undefined, metadata: undefined });
    expect(result).toMatchObject({ case: "error", value: { code: 1, reason: "blocked: no" } });
    const data = result.case === "error" ? JSON.parse(Buffer.from(result.value.mcpError ?? []).toString()) : {};
    expect(data).toEqual({ decision_id: "dec_1", reasons: [{ code: "no", message: "no" }], approval });
  });

  test("to several servers goes on only if it may to each", async () => {
    const init = { serviceNames: ["github", "shell"], method: "tools/list" };
    const gateway = gatewayTo(({ call }) => (call?.server === "shell" ? block("no") : allow()));
    expect((await gateway.request(init)).result.case).toBe("error");
    expect(gateway.asked.map(({ call }) => call?.server)).toEqual(["github", "shell"]);
  });

  test("is judged by its method and params, whatever the params say of a method", async () => {
    const gateway = gatewayTo(allow);
    const params = { jsonrpc: "2.0", method: "ping", name: "delete_repo", arguments: {} };
    await gateway.request({ ...CALL, mcpRequest: json(params) });
    expect(gateway.asked[0]?.call?.payload).toEqual({ jsonrpc: "2.0", id: "ext_mcp", method: "tools/call", params });
  });

  test("goes on without what the policy wants redacted", async () => {
    const obligations = [{ type: "redact", fulfillment: "required" as const, paths: ["/arguments/n"] }];
    const gateway = gatewayTo(() => ({ effect: "allow", obligations }));
    const { result } = await gateway.request(CALL);
    expect(gateway.asked[0]?.options.obligations).toEqual(["redact"]);
    const params = result.case === "mutated" ? JSON.parse(Buffer.from(result.value).toString()) : result.case;
    expect(params).toEqual({ name: "get_issue", arguments: { n: "[REDACTED]" } });
  });

  test("of another method claims to redact nothing", async () => {
    const gateway = gatewayTo(allow);
    await gateway.request({ ...CALL, method: "prompts/get" });
    expect(gateway.asked[0]?.options.obligations).toBeUndefined();
  });

  test.each<{ what: string; init: object }>([
    { what: "no server", init: { serviceNames: [] } },
    { what: "no method", init: { method: "" } },
    { what: "params that are no JSON", init: { mcpRequest: Buffer.from("{") } },
    { what: "params that are a list", init: { mcpRequest: Buffer.from("[]") } },
    { what: "empty params", init: { mcpRequest: Buffer.alloc(0) } },
    { what: "a name that is there twice", init: { mcpRequest: Buffer.from('{"name":"a","name":"b"}') } },
    { what: "too many servers", init: { serviceNames: Array.from({ length: 65 }, (_, i) => `s${i}`) } },
  ])("with $what is refused", async ({ init }) => {
    const gateway = gatewayTo(allow);
    await expect(gateway.request({ ...CALL, ...init })).rejects.toMatchObject({ code: "invalid_argument" });
    expect(gateway.asked).toEqual([]);
  });
});

test.each([
  { code: "invalid_argument", as: 3 },
  { code: "payload_too_large", as: 3 },
  { code: "resource_exhausted", as: 2 },
  { code: "unauthenticated", as: 0 },
  { code: "unavailable", as: 0 },
  { code: "internal", as: 0 },
] as const)("the error $code is a refusal, not a status that the gateway may ignore", ({ code, as }) => {
  const { failed } = extMcp({} as Service, () => []);
  const error = new WritError(code, "wrong");
  const request = fromBinary(McpRequestResultSchema, failed?.(error, "CheckRequest") as Buffer);
  const response = fromBinary(McpResponseResultSchema, failed?.(error, "CheckResponse") as Buffer);
  for (const { result } of [request, response]) {
    expect(result).toMatchObject({ case: "error", value: { code: as, reason: "Writ: wrong" } });
  }
});
