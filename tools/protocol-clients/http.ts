import type { JsonObject } from "../../src/domain/json.ts";
import { AGENT, type AgentCall, headOf, mcpMessage, pathOf } from "./call.ts";

/** Asks Writ about a call in the words of one protocol, and says whether that protocol's gateways would let it run. */
export interface ProtocolClient {
  /** As the record names it. */
  readonly protocol: string;
  readonly name: string;
  /** A hook fulfils no obligation, and says so; everybody else is believed to in development mode. */
  readonly fulfilsNothing?: true;
  goesOn(call: AgentCall): Promise<boolean>;
}

type Body = Record<string, unknown>;

/** A question that is one JSON document, and its answer's. */
interface Question {
  readonly protocol: string;
  readonly name: string;
  readonly path: string | ((call: AgentCall) => string);
  readonly body: (call: AgentCall) => Body;
  readonly allows: (answer: JsonObject) => boolean;
  readonly fulfilsNothing?: true;
}

const yes = (field: string) => (answer: JsonObject) => answer[field] === true;
const effect = (answer: JsonObject) => answer["effect"] === "allow" || answer["effect"] === "warn";
const result = (allows: Question["allows"]) => (answer: JsonObject) => allows((answer["result"] ?? {}) as JsonObject);
const opa = (name: string, path: string, input: Question["body"], allows: Question["allows"]): Question => {
  return { protocol: "opa", name, path: `/v1/data/${path}`, body: (call) => ({ input: input(call) }), allows };
};

const QUESTIONS = (): readonly Question[] => [
  { protocol: "http", name: "native HTTP", path: "/v1/decisions", body: nativeRequest, allows: effect },
  {
    protocol: "toolhive",
    name: "ToolHive's authorizer",
    path: "/toolhive/decision",
    body: toolhiveQuestion,
    allows: yes("allow"),
  },
  {
    protocol: "toolhive",
    name: "ToolHive's webhook",
    path: "/toolhive/webhook",
    body: toolhiveWebhook,
    allows: yes("allowed"),
  },
  {
    protocol: "authzen",
    name: "AuthZEN evaluation",
    path: "/access/v1/evaluation",
    body: authzenEvaluation,
    allows: yes("decision"),
  },
  {
    protocol: "authzen",
    name: "AuthZEN evaluations",
    path: "/access/v1/evaluations",
    body: (call) => ({ evaluations: [authzenEvaluation(call)] }),
    allows: ({ evaluations }) => yes("decision")((evaluations as readonly JsonObject[])[0] ?? {}),
  },
  opa("OPA, the whole decision", "writ/main/decision", nativeRequest, result(effect)),
  opa("OPA, yes or no", "writ/main/allow", nativeRequest, yes("result")),
  opa("OPA, as opa-envoy-plugin", "envoy/authz", envoyInput, result(yes("allowed"))),
  opa("OPA, as Kong", "kong/authz", kongInput, result(yes("allow"))),
  opa("OPA, as ContextForge's resolver", "cpex/authz", cpexInput, result(yes("allow"))),
  opa("OPA, as a gateway of models", "guardrail", guardrailInput, result(yes("allow"))),
  {
    protocol: "litellm",
    name: "LiteLLM's guardrail",
    path: ({ server }) => `/litellm/${encodeURIComponent(server)}/beta/litellm_basic_guardrail_api`,
    body: litellmQuestion,
    allows: ({ action }) => action === "NONE",
  },
  {
    protocol: "cerbos",
    name: "Cerbos over HTTP",
    path: "/api/check/resources",
    body: cerbosCheck,
    allows: cerbosAllows,
  },
  {
    protocol: "hooks",
    name: "Claude Code's HTTP hook",
    path: "/hooks/claude-code",
    body: hookInput,
    allows: ({ hookSpecificOutput }) =>
      (hookSpecificOutput as JsonObject | undefined)?.["permissionDecision"] !== "deny",
    fulfilsNothing: true,
  },
];

/** Of a gateway that repeats the client's request: where, and what it says of it. */
const FORWARDED = [
  { name: "forward-auth with the body", path: () => "/authz/forward", head: headAs("x-forwarded-") },
  { name: "auth_request with the body", path: () => "/authz/request", head: headAs("x-original-") },
  {
    name: "Envoy's HTTP authorizer",
    path: ({ server }: AgentCall) => `/authz/http${pathOf(server)}`,
    head: (_: AgentCall) => ({ "x-forwarded-proto": "https" }),
  },
] as const;

/** Every protocol whose gateways ask over HTTP. @param base of the HTTP API */
export function httpClients(base: string): readonly ProtocolClient[] {
  const post = async (path: string, body: Body, headers: Readonly<Record<string, string>>) => {
    const init = { method: "POST", headers: { "x-writ-agent": AGENT.id, ...headers }, body: JSON.stringify(body) };
    const response = await fetch(base + path, init);
    return { status: response.status, text: await response.text() };
  };
  const asked = QUESTIONS().map(({ path, body, allows, ...client }) => ({
    ...client,
    goesOn: async (call: AgentCall) => {
      const { status, text } = await post(typeof path === "string" ? path : path(call), body(call), {
        "content-type": "application/json",
      });
      if (status !== 200) throw new Error(`${client.name}: ${status} ${text}`);
      return allows(JSON.parse(text) as JsonObject);
    },
  }));
  const forwarded = FORWARDED.map(({ name, path, head }) => ({
    protocol: "forward_auth",
    name,
    goesOn: async (call: AgentCall) => {
      const { status } = await post(path(call), mcpMessage(call), { ...headOf(), ...head(call) });
      return status === 200;
    },
  }));
  return [...asked, ...forwarded];
}

function headAs(prefix: string): (call: AgentCall) => Record<string, string> {
  return ({ server }) => ({
    [`${prefix}method`]: "POST",
    [`${prefix}proto`]: "https",
    [`${prefix}host`]: "mcp.example",
    [`${prefix}uri`]: pathOf(server),
  });
}

export function nativeRequest({ server, tool, arguments: args }: AgentCall): Body {
  return { agent: { id: AGENT.id }, call: { format: "mcp", server, payload: { name: tool, arguments: args } } };
}

const toolhiveQuestion = ({ server, tool, arguments: args }: AgentCall): Body => ({
  principal: { sub: AGENT.id },
  operation: "mcp:tool:call",
  resource: `mrn:mcp:${server}:tool:${tool}`,
  context: { mcp: { feature: "tool", operation: "call", resource_id: tool, args } },
});

const toolhiveWebhook = (call: AgentCall): Body => ({
  version: "v0.1.0",
  uid: "u-1",
  timestamp: "2026-11-20T15:04:05Z",
  principal: { sub: AGENT.id },
  mcp_request: mcpMessage(call),
  context: { server_name: call.server, transport: "streamable-http" },
});

const authzenEvaluation = ({ server, tool, arguments: args }: AgentCall): Body => ({
  subject: { type: AGENT.type, id: AGENT.name },
  action: { name: "tools/call" },
  resource: { type: "tool", id: tool, properties: { server, arguments: args } },
});

const envoyInput = (call: AgentCall): Body => ({
  attributes: {
    request: {
      http: {
        method: "POST",
        scheme: "https",
        host: "mcp.example",
        path: pathOf(call.server),
        headers: headOf(),
        body: JSON.stringify(mcpMessage(call)),
      },
    },
  },
  truncated_body: false,
});

const kongInput = (call: AgentCall): Body => {
  const body = JSON.stringify(mcpMessage(call));
  const http = {
    method: "POST",
    scheme: "https",
    host: "mcp.example",
    port: 443,
    path: pathOf(call.server),
    querystring: {},
  };
  return { request: { http: { ...http, headers: headOf(), body, body_size: Buffer.byteLength(body) } } };
};

const cpexInput = ({ server, tool, arguments: args }: AgentCall): Body => ({
  subject: { type: AGENT.type, id: AGENT.name },
  action: "tools.invoke",
  server,
  tool,
  args,
});

const guardrailInput = ({ server, tool, arguments: args }: AgentCall): Body => ({
  agent: { id: AGENT.id },
  server,
  tool_calls: [{ id: "c-1", type: "function", function: { name: tool, arguments: JSON.stringify(args) } }],
});

const litellmQuestion = ({ tool, arguments: args }: AgentCall): Body => ({
  input_type: "response",
  tool_calls: [{ id: "call_1", type: "function", function: { name: tool, arguments: JSON.stringify(args) } }],
  request_headers: { "x-writ-agent": AGENT.id },
});

const cerbosCheck = ({ server, tool, arguments: args }: AgentCall): Body => ({
  requestId: "r-1",
  principal: { id: AGENT.id, roles: ["agent"] },
  resources: [{ actions: ["call"], resource: { kind: "tool", id: `${server}/${tool}`, attr: { arguments: args } } }],
});

function cerbosAllows({ results }: JsonObject): boolean {
  const [first] = results as readonly JsonObject[];
  return (first?.["actions"] as JsonObject | undefined)?.["call"] === "EFFECT_ALLOW";
}

/** Its sessions have names; each call has one of its own, as other protocols have none. */
const hookInput = ({ name, server, tool, arguments: args }: AgentCall): Body => ({
  session_id: `session of ${name}`,
  transcript_path: "/tmp/t.jsonl",
  cwd: "/srv/data",
  permission_mode: "default",
  hook_event_name: "PreToolUse",
  tool_name: `mcp__${server}__${tool}`,
  tool_input: args,
  tool_use_id: "toolu_1",
});
