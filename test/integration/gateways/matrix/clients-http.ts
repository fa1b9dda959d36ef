import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { AGENT, headOf, type MatrixCall, mcpMessage, pathOf } from "./call.ts";

/** Asks Writ about a call in the words of one protocol, and says whether that protocol's gateways would let it run. */
export interface MatrixClient {
  /** As the record names it. */
  readonly protocol: string;
  readonly name: string;
  /** A hook fulfils no obligation, and says so; everybody else is believed to in development mode. */
  readonly fulfilsNothing?: true;
  goesOn(call: MatrixCall): Promise<boolean>;
}

type Body = Record<string, unknown>;

/** Every protocol whose gateways ask over HTTP. @param base of the HTTP API */
export function httpClients(base: string): readonly MatrixClient[] {
  const post = poster(base);
  const yes = (field: string) => (answer: JsonObject) => answer[field] === true;
  const result = (read: (result: JsonValue | undefined) => boolean) => (answer: JsonObject) => read(answer["result"]);
  const member = (name: string) => result((value) => (value as JsonObject | undefined)?.[name] === true);
  const json = (
    protocol: string,
    name: string,
    path: string,
    body: (call: MatrixCall) => Body,
    read: (answer: JsonObject) => boolean,
  ): MatrixClient => ({
    protocol,
    name,
    goesOn: async (call) => {
      const { status, text } = await post(path, JSON.stringify(body(call)), { "content-type": "application/json" });
      if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
      return read(JSON.parse(text) as JsonObject);
    },
  });
  const forwarded = (
    name: string,
    path: (call: MatrixCall) => string,
    head: (call: MatrixCall) => Body,
  ): MatrixClient => ({
    protocol: "forward_auth",
    name,
    goesOn: async (call) => {
      const headers = { ...headOf(call), ...head(call) } as Record<string, string>;
      const { status } = await post(path(call), JSON.stringify(mcpMessage(call)), headers);
      return status === 200;
    },
  });
  return [
    json(
      "http",
      "native HTTP",
      "/v1/decisions",
      nativeRequest,
      ({ effect }) => effect === "allow" || effect === "warn",
    ),
    forwarded("forward-auth with the body", () => "/authz/forward", forwardedHead),
    forwarded("auth_request with the body", () => "/authz/request", originalHead),
    forwarded(
      "Envoy's HTTP authorizer",
      ({ server }) => `/authz/http${pathOf(server)}`,
      () => ({ "x-forwarded-proto": "https" }),
    ),
    json("toolhive", "ToolHive's authorizer", "/toolhive/decision", toolhiveQuestion, yes("allow")),
    json("toolhive", "ToolHive's webhook", "/toolhive/webhook", toolhiveWebhook, yes("allowed")),
    json("authzen", "AuthZEN evaluation", "/access/v1/evaluation", authzenEvaluation, yes("decision")),
    json(
      "authzen",
      "AuthZEN evaluations",
      "/access/v1/evaluations",
      (call) => ({ evaluations: [authzenEvaluation(call)] }),
      (answer) => yes("decision")((answer["evaluations"] as readonly JsonObject[])[0] as JsonObject),
    ),
    json(
      "opa",
      "OPA, the whole decision",
      "/v1/data/writ/main/decision",
      (call) => ({ input: nativeRequest(call) }),
      result((value) => ["allow", "warn"].includes(String((value as JsonObject | undefined)?.["effect"]))),
    ),
    json(
      "opa",
      "OPA, yes or no",
      "/v1/data/writ/main/allow",
      (call) => ({ input: nativeRequest(call) }),
      result((value) => value === true),
    ),
    json(
      "opa",
      "OPA, as opa-envoy-plugin",
      "/v1/data/envoy/authz",
      (call) => ({ input: envoyInput(call) }),
      member("allowed"),
    ),
    json("opa", "OPA, as Kong", "/v1/data/kong/authz", (call) => ({ input: kongInput(call) }), member("allow")),
    json(
      "opa",
      "OPA, as ContextForge's resolver",
      "/v1/data/cpex/authz",
      (call) => ({ input: cpexInput(call) }),
      member("allow"),
    ),
    json(
      "opa",
      "OPA, as a gateway of models",
      "/v1/data/guardrail",
      (call) => ({ input: guardrailInput(call) }),
      member("allow"),
    ),
    json("cerbos", "Cerbos over HTTP", "/api/check/resources", cerbosCheck, cerbosAllows),
    {
      ...json(
        "hooks",
        "Claude Code's HTTP hook",
        "/hooks/claude-code",
        hookInput,
        ({ hookSpecificOutput }) => (hookSpecificOutput as JsonObject | undefined)?.["permissionDecision"] !== "deny",
      ),
      fulfilsNothing: true,
    },
  ];
}

function poster(base: string) {
  return async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(base + path, {
      method: "POST",
      headers: { "x-writ-agent": AGENT.id, ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
}

export function nativeRequest({ server, tool, arguments: args }: MatrixCall): Body {
  return { agent: { id: AGENT.id }, call: { format: "mcp", server, payload: { name: tool, arguments: args } } };
}

const forwardedHead = ({ server }: MatrixCall): Body => ({
  "x-forwarded-method": "POST",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "mcp.example",
  "x-forwarded-uri": pathOf(server),
});

const originalHead = ({ server }: MatrixCall): Body => ({
  "x-original-method": "POST",
  "x-original-proto": "https",
  "x-original-host": "mcp.example",
  "x-original-uri": pathOf(server),
});

const toolhiveQuestion = ({ server, tool, arguments: args }: MatrixCall): Body => ({
  principal: { sub: AGENT.id },
  operation: "mcp:tool:call",
  resource: `mrn:mcp:${server}:tool:${tool}`,
  context: { mcp: { feature: "tool", operation: "call", resource_id: tool, args } },
});

const toolhiveWebhook = (call: MatrixCall): Body => ({
  version: "v0.1.0",
  uid: "u-1",
  timestamp: "2026-11-20T15:04:05Z",
  principal: { sub: AGENT.id },
  mcp_request: mcpMessage(call),
  context: { server_name: call.server, transport: "streamable-http" },
});

const authzenEvaluation = ({ server, tool, arguments: args }: MatrixCall): Body => ({
  subject: { type: AGENT.type, id: AGENT.name },
  action: { name: "tools/call" },
  resource: { type: "tool", id: tool, properties: { server, arguments: args } },
});

const envoyInput = (call: MatrixCall): Body => ({
  attributes: {
    request: {
      http: {
        method: "POST",
        scheme: "https",
        host: "mcp.example",
        path: pathOf(call.server),
        headers: headOf(call),
        body: JSON.stringify(mcpMessage(call)),
      },
    },
  },
  truncated_body: false,
});

const kongInput = (call: MatrixCall): Body => {
  const body = JSON.stringify(mcpMessage(call));
  const http = {
    method: "POST",
    scheme: "https",
    host: "mcp.example",
    port: 443,
    path: pathOf(call.server),
    querystring: {},
  };
  return { request: { http: { ...http, headers: headOf(call), body, body_size: Buffer.byteLength(body) } } };
};

const cpexInput = ({ server, tool, arguments: args }: MatrixCall): Body => ({
  subject: { type: AGENT.type, id: AGENT.name },
  action: "tools.invoke",
  server,
  tool,
  args,
});

const guardrailInput = ({ server, tool, arguments: args }: MatrixCall): Body => ({
  agent: { id: AGENT.id },
  server,
  tool_calls: [{ id: "c-1", type: "function", function: { name: tool, arguments: JSON.stringify(args) } }],
});

const cerbosCheck = ({ server, tool, arguments: args }: MatrixCall): Body => ({
  requestId: "r-1",
  principal: { id: AGENT.id, roles: ["agent"] },
  resources: [{ actions: ["call"], resource: { kind: "tool", id: `${server}/${tool}`, attr: { arguments: args } } }],
});

function cerbosAllows({ results }: JsonObject): boolean {
  const [first] = results as readonly JsonObject[];
  return (first?.["actions"] as JsonObject | undefined)?.["call"] === "EFFECT_ALLOW";
}

/** Its sessions have names; each call has one of its own, as other protocols have none. */
const hookInput = ({ name, server, tool, arguments: args }: MatrixCall): Body => ({
  session_id: `session of ${name}`,
  transcript_path: "/tmp/t.jsonl",
  cwd: "/srv/data",
  permission_mode: "default",
  hook_event_name: "PreToolUse",
  tool_name: `mcp__${server}__${tool}`,
  tool_input: args,
  tool_use_id: "toolu_1",
});
