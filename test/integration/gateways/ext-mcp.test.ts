import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import {
  type McpRequestResult,
  McpRequestResultSchema,
  McpRequestSchema,
  type McpResponseResult,
  McpResponseResultSchema,
  McpResponseSchema,
} from "../../../src/gen/agentgateway/dev/ext_mcp/ext_mcp_pb.ts";
import { exampleFile } from "../../support/gateways/config.ts";
import { type GatewayWrit, startGatewayWrit } from "../../support/gateways/writ.ts";

// agentgateway can be had from no registry: this client speaks its protocol on the wire, by the same proto file as Writ.

/** agentgateway's own patience with its processors. */
const DEADLINE_MS = 10_000;
/** Split, so that no scanner takes this file for the place of a key. */
const KEY = `AKIA${"IOSFODNN7EXAMPL2"}`;

let writ: GatewayWrit;
let token: string;
let intent: string;

beforeAll(async () => {
  writ = await startExample();
  [token, intent] = await Promise.all([writ.agentToken(), writ.intentToken()]);
});

afterAll(() => writ?.stop());

/** What the guide says of Writ's configuration, but for the secret. */
function startExample(): Promise<GatewayWrit> {
  const { callers } = parse(exampleFile("agentgateway", "writ.yaml")) as { callers: Record<string, JsonObject> };
  const { token_sha256: _, ...caller } = callers["agentgateway"] as JsonObject;
  return startGatewayWrit({ dev: true, policy: "default", upstreams: [], callers: { agentgateway: caller } });
}

const json = (value: JsonValue) => Buffer.from(JSON.stringify(value));
const headers = (more: Readonly<Record<string, string>> = {}) =>
  Object.entries({ authorization: `Bearer ${token}`, "x-writ-intent": intent, ...more }).map(([key, value]) => {
    return { key, value: Buffer.from(value) };
  });
const repeated = () => ({
  headers: { authorization: `Bearer ${token}`, "x-writ-intent": intent, "mcp-session-id": "" },
});
const call = (name: string, args: JsonObject) => ({
  serviceNames: ["github"],
  method: "tools/call",
  mcpRequest: json({ name, arguments: args }),
  headers: headers(),
});
const ISSUE = { owner: "acme", repo: "shop", issue_number: 1 };

function ask(
  method: string,
  message: Uint8Array,
  secret = writ.secrets["agentgateway"],
  at = writ.grpc,
): Promise<Buffer> {
  const client = new Client(at, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${secret}`);
  const same = (bytes: Buffer) => bytes;
  const path = `/agentgateway.dev.ext_mcp.ExtMcp/${method}`;
  return new Promise<Buffer>((resolve, reject) => {
    const options = { deadline: Date.now() + DEADLINE_MS };
    client.makeUnaryRequest(path, same, same, Buffer.from(message), metadata, options, (error, answer) => {
      client.close();
      if (error === null && answer !== undefined) resolve(answer);
      else reject(error ?? new Error("no answer"));
    });
  });
}

async function checkRequest(
  init: MessageInitShape<typeof McpRequestSchema>,
  secret?: string,
): Promise<McpRequestResult> {
  const bytes = toBinary(McpRequestSchema, create(McpRequestSchema, init));
  return fromBinary(McpRequestResultSchema, await ask("CheckRequest", bytes, secret));
}

async function checkResponse(init: MessageInitShape<typeof McpResponseSchema>): Promise<McpResponseResult> {
  const bytes = toBinary(McpResponseSchema, create(McpResponseSchema, init));
  return fromBinary(McpResponseResultSchema, await ask("CheckResponse", bytes));
}

/** What the client of the gateway gets of an error: its code, and the codes of the reasons. */
function refusalOf({ result }: McpRequestResult | McpResponseResult) {
  if (result.case !== "error") return result.case;
  const data = result.value.mcpError === undefined ? {} : JSON.parse(Buffer.from(result.value.mcpError).toString());
  return { code: result.value.code, reasons: data.reasons?.map(({ code }: { code: string }) => code) };
}

function mutated({ result }: McpRequestResult | McpResponseResult): unknown {
  return result.case === "mutated" ? JSON.parse(Buffer.from(result.value).toString()) : result.case;
}

describe("a request", () => {
  test("goes on where its intent allows it, and is on record", async () => {
    const { result, headerMutation, metadata } = await checkRequest(call("get_issue", ISSUE));
    expect(result.case).toBe("pass");
    const set = new Map(headerMutation?.set.map(({ key, value }) => [key, Buffer.from(value).toString()]));
    const id = set.get("x-writ-decision-id");
    expect(set.get("x-writ-effect")).toBe("allow");
    expect(metadata?.["writ"]).toMatchObject({ decision_ids: [id], effect: "allow" });
    const [record] = await writ.records();
    expect(record).toMatchObject({
      decision: { decision_id: id },
      caller: { id: "agentgateway", protocol: "ext_mcp" },
    });
  });

  test.each<{ what: string; init: () => MessageInitShape<typeof McpRequestSchema>; reasons: readonly string[] }>([
    {
      what: "a tool that the intent does not name",
      init: () => call("merge_pull_request", ISSUE),
      reasons: ["verb_not_in_intent"],
    },
    {
      what: "another repository",
      init: () => call("get_issue", { ...ISSUE, owner: "other" }),
      reasons: ["resource_not_in_intent"],
    },
    {
      what: "an agent of which nothing is shown",
      init: () => ({ ...call("get_issue", ISSUE), headers: [] }),
      reasons: ["agent_missing"],
    },
    {
      what: "a method that MCP lacks",
      init: () => ({ ...call("get_issue", ISSUE), method: "tools/Call" }),
      reasons: ["call_method_unknown"],
    },
    {
      what: "a list of which one server is not known",
      init: () => ({ serviceNames: ["github", "nowhere"], method: "tools/list", headers: headers() }),
      reasons: ["tool_unknown"],
    },
  ])("does not go on: $what", async ({ init, reasons }) => {
    const refusal = refusalOf(await checkRequest(init()));
    expect(refusal).toMatchObject({ code: 1, reasons: expect.arrayContaining([...reasons]) });
  });

  test("for a list goes on for an agent that is known", async () => {
    const init = { serviceNames: ["github"], method: "tools/list", headers: headers() };
    expect((await checkRequest(init)).result.case).toBe("pass");
  });

  test("goes on without the secrets in its arguments", async () => {
    const body = `the key is ${KEY}, use it`;
    const answer = mutated(await checkRequest(call("add_issue_comment", { ...ISSUE, body })));
    expect(answer).toEqual({
      name: "add_issue_comment",
      arguments: { ...ISSUE, body: "the key is [REDACTED], use it" },
    });
    expect(JSON.stringify(await writ.records())).not.toContain(KEY);
  });
});

describe("an error is a refusal, which no failure mode lets through", () => {
  test("a secret that is nobody's", async () => {
    expect(refusalOf(await checkRequest(call("get_issue", ISSUE), "wrong"))).toEqual({ code: 0, reasons: undefined });
  });

  test("params that cannot be read", async () => {
    const init = { ...call("get_issue", ISSUE), mcpRequest: Buffer.from('{"name":"get_issue","name":"delete_repo"}') };
    expect(refusalOf(await checkRequest(init))).toEqual({ code: 3, reasons: undefined });
  });

  test("a request that is too large", async () => {
    const init = call("get_issue", { ...ISSUE, padding: "x".repeat(1024 * 1024) });
    expect(refusalOf(await checkRequest(init))).toEqual({ code: 3, reasons: undefined });
  });

  test("what is no message of its type", async () => {
    const bytes = await ask("CheckRequest", Buffer.from("no protobuf"));
    expect(refusalOf(fromBinary(McpRequestResultSchema, bytes))).toEqual({ code: 3, reasons: undefined });
  });
});

describe("an answer", () => {
  const tools = [
    { name: "get_issue", description: "read", inputSchema: { type: "object" }, x: [1, { y: null }] },
    { name: "merge_pull_request", inputSchema: { type: "object" } },
    { name: "add_issue_comment", inputSchema: { type: "object" } },
    { name: "of_nobody_known", inputSchema: { type: "object" } },
  ];
  const answered = (method: string, result: JsonValue, serviceNames = ["github"]) => ({
    serviceNames,
    method,
    mcpResponse: json(result),
    metadataContext: repeated(),
  });

  test("lists what the agent may call", async () => {
    const list = { tools, nextCursor: "2", _meta: { a: 1 } };
    const left = mutated(await checkResponse(answered("tools/list", list)));
    expect(JSON.stringify(left)).toBe(JSON.stringify({ ...list, tools: [tools[0], tools[2]] }));
  });

  test("lists what it may call of several servers", async () => {
    const merged = ["github_get_issue", "github_merge_pull_request", "gmail_send_email", "get_issue"].map((name) => ({
      name,
    }));
    const left = mutated(await checkResponse(answered("tools/list", { tools: merged }, ["github", "gmail"])));
    expect(left).toEqual({ tools: [{ name: "github_get_issue" }] });
  });

  test("lists nothing for an agent of which nothing is shown", async () => {
    const init = { ...answered("tools/list", { tools }), metadataContext: {} };
    expect(mutated(await checkResponse(init))).toEqual({ tools: [] });
  });

  test("goes on as it came where nothing is in it", async () => {
    const init = answered("tools/call", { content: [{ type: "text", text: "done" }] });
    expect((await checkResponse(init)).result.case).toBe("pass");
  });

  test("comes without the secrets in it", async () => {
    const content = [{ type: "text", text: `key: ${KEY}; rest` }];
    const left = mutated(await checkResponse(answered("tools/call", { content, isError: false })));
    expect(left).toEqual({ content: [{ type: "text", text: "key: [REDACTED]; rest" }], isError: false });
    expect(JSON.stringify(await writ.records())).not.toContain(KEY);
  });

  test("of an unknown server does not come", async () => {
    const init = answered("tools/call", { content: [] }, ["nowhere"]);
    expect(refusalOf(await checkResponse(init))).toMatchObject({
      code: 1,
      reasons: expect.arrayContaining(["tool_unknown"]),
    });
  });

  test("is on record as the outcome of its request", async () => {
    const { metadata } = await checkRequest(call("get_issue", ISSUE));
    const said = metadata?.["writ"] as { decision_ids: string[] };
    const init = answered("tools/call", { content: [], isError: true });
    await checkResponse({ ...init, metadataContext: { ...init.metadataContext, writ: said } });
    const records = await writ.records();
    const record = records.find(({ decision }) => (decision as JsonObject)["decision_id"] === said.decision_ids[0]);
    expect(record).toMatchObject({ outcome: { status: "failed" } });
  });
});

test("what the guide has agentgateway send is what Writ reads", () => {
  const { binds } = parse(exampleFile("agentgateway", "agentgateway.yaml")) as { binds: readonly JsonObject[] };
  const [processor] = JSON.parse(JSON.stringify(binds))[0].listeners[0].routes[0].policies.mcpGuardrails.processors;
  expect(processor).toMatchObject({ kind: "remote", failureMode: "failClosed", methods: { "*": "full" } });
  expect(Object.keys(processor.metadata)).toEqual(["headers", "writ"]);
  for (const { key } of headers()) expect(processor.metadata.headers).toContain(`"${key}"`);
});

test("a Writ that is gone says nothing that could be taken for a yes", async () => {
  const other = await startExample();
  await other.kill();
  const bytes = toBinary(McpRequestSchema, create(McpRequestSchema, call("get_issue", ISSUE)));
  const asked = ask("CheckRequest", bytes, other.secrets["agentgateway"], other.grpc);
  const error: ServiceError = await asked.then(
    () => expect.unreachable("it answered"),
    (it) => it,
  );
  expect(error.code).toBe(status.UNAVAILABLE);
  await other.stop();
});
