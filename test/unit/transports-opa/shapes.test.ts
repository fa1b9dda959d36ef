import { describe, expect, test } from "vitest";
import { CARRIES_TOKEN } from "../../../src/domain/caller.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { encodedPath, targetOf } from "../../../src/transports/opa/shapes/http.ts";
import { type AskingOptions, asking, evaluate } from "./asking.ts";

const MESSAGE = {
  jsonrpc: "2.0",
  id: 7,
  method: "tools/call",
  params: { name: "get_issue", arguments: { owner: "a" } },
};
const TEXT = JSON.stringify(MESSAGE);
const HEADERS = { host: "tools.example", authorization: "Bearer agent.jwt.x", "content-type": "application/json" };

/** The same request in the words of each plugin. */
const ENVOY = {
  attributes: {
    request: {
      http: { method: "POST", path: "/mcp", host: "tools.example", scheme: "https", headers: HEADERS, body: TEXT },
    },
    contextExtensions: { writ_server: "github" },
  },
  parsed_body: { method: "ping" },
  truncated_body: false,
};
const APISIX = {
  type: "http",
  request: {
    scheme: "https",
    method: "GET",
    host: "tools.example",
    port: 443,
    path: "/a b",
    headers: HEADERS,
    query: { q: ["1", "&"], x: true },
  },
  var: { server_port: "443", remote_addr: "10.0.0.1" },
};
const KONG = {
  request: {
    http: {
      method: "POST",
      path: "/mcp",
      host: "tools.example",
      scheme: "https",
      headers: HEADERS,
      querystring: {},
      body: TEXT,
      body_size: TEXT.length,
    },
  },
};
const FORGE = {
  subject: { email: "alice@example.com", roles: [], team_id: null },
  action: "tools.invoke.demo-get-issue",
  resource: { type: "tool", id: "demo-get-issue", server: null, classification_level: null, args_keys: ["owner"] },
  context: { ip: null, session_id: "request-1", tool_args: { owner: "a" } },
};
const CPEX = {
  subject: { type: "agent", id: "refunds" },
  action: "execute",
  tool: "demo-get-issue",
  args: { owner: "a" },
  session: { id: "s-1" },
};
const TOOLS = {
  tool_calls: [{ id: "c1", type: "function", function: { name: "get_issue", arguments: "{}" } }],
  server: "github",
  agent: { token: "agent.jwt.x" },
  session: "s-1",
};

const NO_PROOF: AskingOptions = {
  admission: { vouches: false, forwards_certificates: false, obligations: [], carries: CARRIES_TOKEN },
};

describe("what each shape's input asks for", () => {
  const forwarded = { agent: { token: "agent.jwt.x" }, session: "" };
  const called = {
    format: "mcp",
    server: "contextforge",
    payload: { name: "demo-get-issue", arguments: { owner: "a" } },
  };
  test.each<[string, string, JsonObject, object]>([
    ["envoy", "envoy/authz", ENVOY, { ...forwarded, call: { format: "mcp", server: "github", payload: MESSAGE } }],
    ["kong", "kong/authz", KONG, { ...forwarded, call: { format: "mcp", payload: MESSAGE } }],
    ["apisix", "apisix/authz", APISIX, { ...forwarded, call: { format: "http" } }],
    ["contextforge", "mcpgateway", FORGE, { agent: { id: "user:alice@example.com" }, session: "", call: called }],
    ["cpex", "cpex/authz", CPEX, { agent: { id: "agent:refunds" }, session: "s-1", call: called }],
    ["tool_calls", "guardrail", TOOLS, { agent: { token: "agent.jwt.x" }, session: "s-1", call: { format: "openai" } }],
  ])("%s", async (_, path, input, asked) => {
    const service = asking();
    expect((await evaluate(service, path, input)).status).toBe(200);
    expect(service.requests).toMatchObject([asked]);
  });

  test.each<[string, string, JsonObject]>([
    ["contextforge", "mcpgateway", FORGE],
    ["cpex", "cpex/authz", CPEX],
  ])("%s: of a caller that may not vouch, the subject is nobody's proof", async (_, path, input) => {
    const service = asking(NO_PROOF);
    await evaluate(service, path, input);
    expect(service.requests).toMatchObject([{ agent: {}, session: "" }]);
  });

  test("headers that could be the agent's own say nothing of a caller that does not carry them", async () => {
    const service = asking(NO_PROOF);
    const http = {
      ...KONG.request.http,
      headers: { host: "h", "x-writ-agent": "agent:forged", "x-writ-session": "s" },
    };
    await evaluate(service, "kong/authz", { request: { http } });
    expect(service.requests).toMatchObject([{ agent: {}, session: "" }]);
  });

  test.each<[string, boolean, JsonValue | undefined, string]>([
    ["/a b", false, { q: ["1", "&"], x: true }, "/a%20b?q=1&q=%26&x"],
    ["/100%", false, undefined, "/100%25"],
    ["/a?b#c", false, {}, "/a%3Fb%23c"],
    ["/a%2Fb", true, [], "/a%2Fb"],
    ["/a%2525b", true, { "k y": "" }, "/a%2525b?k%20y="],
    ["/ü", true, undefined, "/%C3%BC"],
  ])("a target is put together again: %s", (path, encoded, query, target) => {
    expect(targetOf(encodedPath(path, encoded), query, "/input")).toBe(target);
  });
});

describe("what cannot be judged is blocked or refused, never passed", () => {
  const http = (shape: { request: { http: object } }, more: object) => ({
    request: { http: { ...shape.request.http, ...more } },
  });
  const envoy = (headers: object, more: object = {}) => ({
    ...ENVOY,
    attributes: http(ENVOY.attributes, { headers: { ...HEADERS, ...headers }, ...more }),
  });
  test.each<[string, string, JsonObject, string]>([
    ["envoy: truncated", "envoy/authz", { ...ENVOY, truncated_body: true }, "call_body_truncated"],
    ["envoy: in part", "envoy/authz", envoy({ "x-envoy-auth-partial-body": "true" }), "call_body_truncated"],
    [
      "envoy: bytes that are fewer than the head says",
      "envoy/authz",
      envoy({ "content-length": "9999" }, { body: "", rawBody: Buffer.from(TEXT).toString("base64") }),
      "call_body_truncated",
    ],
    ["kong: a body shorter than its size", "kong/authz", http(KONG, { body_size: 9_999 }), "call_body_truncated"],
    [
      "kong: a body shorter than its length",
      "kong/authz",
      http(KONG, { headers: { ...HEADERS, "content-length": "9999" } }),
      "call_body_truncated",
    ],
    [
      "apisix: a body of some later version",
      "apisix/authz",
      { request: { ...APISIX.request, body: "{}" } },
      "call_body_truncated",
    ],
    ["contextforge: another action", "mcpgateway", { ...FORGE, action: "tools.invoke.other" }, "call_method_unknown"],
    [
      "contextforge: another type",
      "mcpgateway",
      { ...FORGE, resource: { type: "prompt", id: "p" } },
      "call_method_unknown",
    ],
  ])("%s is a block with its reason", async (_, path, input, code) => {
    const service = asking();
    await evaluate(service, path, input);
    expect(service.requests[0]?.call?.refusal?.code).toBe(code);
  });

  test("cpex: arguments that are not shown are not taken for none", async () => {
    const service = asking();
    const { args: _, ...without } = CPEX;
    await evaluate(service, "cpex/authz", without);
    expect(service.requests[0]?.call?.unseen).toBe(true);
  });

  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, "1"]));
  test.each<[string, string, unknown, string]>([
    ["envoy: no request", "envoy/authz", {}, "/input/attributes"],
    [
      "envoy: a body in no base64",
      "envoy/authz",
      { attributes: http(ENVOY.attributes, { body: "", rawBody: "%%" }) },
      "/rawBody",
    ],
    [
      "kong: a header that is a number",
      "kong/authz",
      http(KONG, { headers: { a: 1 } }),
      "/input/request/http/headers/a",
    ],
    ["kong: two hosts", "kong/authz", http(KONG, { headers: { host: "a", Host: "b" } }), "/headers/host"],
    [
      "apisix: as many arguments as are shown",
      "apisix/authz",
      { request: { ...APISIX.request, query: many } },
      "/query",
    ],
    ["apisix: no path", "apisix/authz", { request: { ...APISIX.request, path: "" } }, "/path"],
    [
      "kong: two tokens",
      "kong/authz",
      http(KONG, { headers: { authorization: ["Bearer a", "Bearer b"] } }),
      "authorization",
    ],
    ["contextforge: no resource", "mcpgateway", { subject: {}, action: "x" }, "/input/resource"],
    ["cpex: no tool", "cpex/authz", { subject: {} }, "/input/tool"],
    ["tool_calls: none", "guardrail", { tool_calls: [] }, "/input/tool_calls"],
    ["tool_calls: a field that nobody knows", "guardrail", { ...TOOLS, tools: [] }, "/input/tools"],
    ["tool_calls: too many", "guardrail", { tool_calls: Array(129).fill({}) }, "/input/tool_calls"],
  ])("%s is an error that names the field", async (_, path, input, pointer) => {
    const service = asking();
    const { status, body } = await evaluate(service, path, input);
    expect(status).toBe(400);
    expect(body.message).toContain(pointer);
    expect(service.requests).toEqual([]);
  });
});

describe("what each shape's result says", () => {
  const rows: readonly (readonly [string, JsonObject, object, object])[] = [
    [
      "envoy/authz",
      ENVOY,
      { allowed: true, headers: { "x-writ-effect": "allow", "x-writ-grant": "a.b.c" } },
      {
        allowed: false,
        http_status: 403,
        headers: { "x-writ-reasons": "because", "content-type": "application/json" },
      },
    ],
    [
      "apisix/authz",
      APISIX,
      { allow: true, headers: { "x-writ-decision-id": "dec_1" } },
      { allow: false, status_code: 403, headers: { "content-type": "application/problem+json" } },
    ],
    ["kong/authz", KONG, { allow: true }, { allow: false, status: 403, message: { id: 7, error: { code: -32001 } } }],
    ["mcpgateway", FORGE, { allow: true, deny: [] }, { allow: false, deny: ["because: the test says so"] }],
    ["cpex/authz", CPEX, { allow: true, deny: [] }, { allow: false, effect: "block" }],
    ["guardrail", TOOLS, { allow: true, effect: "allow" }, { allow: false, reasons: [{ code: "because" }] }],
  ];
  test.each(rows)("%s", async (path, input, yes, no) => {
    expect((await evaluate(asking(), path, input)).body.result).toMatchObject(yes);
    expect((await evaluate(asking({ effect: "block" }), path, input)).body.result).toMatchObject(no);
    const part = path === "envoy/authz" ? "allowed" : "allow";
    expect((await evaluate(asking(), `${path}/${part}`, input)).body.result).toBe(true);
    expect((await evaluate(asking({ effect: "block" }), `${path}/${part}`, input)).body.result).toBe(false);
  });

  test.each([
    ["envoy/authz", ENVOY, "http_status"],
    ["apisix/authz", APISIX, "status_code"],
    ["kong/authz", KONG, "status"],
  ])("%s: a block for want of a valid token asks for one, as it does by forward-auth", async (path, input, field) => {
    const { body } = await evaluate(asking({ effect: "block", reason: "agent_token_expired" }), path, input);
    const challenge = { "www-authenticate": 'Bearer error="invalid_token"' };
    expect(body.result).toMatchObject({ [field]: 401, headers: challenge });
  });

  test("every shape's block says where a person can lift it", async () => {
    const url = "https://writ.example/approvals/apr_1";
    const approval = { id: "apr_1", url, expires_at: "2026-11-20T00:00:00.000Z", template: "this_action" };
    for (const [path, input] of rows) {
      const { body } = await evaluate(asking({ effect: "block", approval }), path, input);
      expect([path, JSON.stringify(body.result).includes(url)]).toEqual([path, true]);
    }
  });

  test("no shape but the native one and those whose headers reach the upstream server tells a grant", async () => {
    for (const [path, input] of rows) {
      const { body } = await evaluate(asking(), path, input);
      expect([path, JSON.stringify(body.result).includes("a.b.c")]).toEqual([path, /envoy|apisix|kong/.test(path)]);
    }
  });
});
