import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { CLAIMS, comment, readFile, request } from "../../support/requests.ts";

/** A request, and the part of the answer that matters; both protocols must say it alike. */
export interface ContractCase {
  readonly name: string;
  readonly request: JsonObject;
  readonly effect: "allow" | "warn" | "block";
  /** The first reason's code; "" for an allow that needs no reason. */
  readonly reason?: string;
  readonly action?: JsonObject;
  readonly granted?: boolean;
  readonly approval?: boolean;
}

const PATH = { path: "/repo/README.md" };

/** The same call in each format. */
const FORMATS: readonly (readonly [string, JsonValue])[] = [
  ["mcp", { name: "read_text_file", arguments: PATH }],
  ["mcp", { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "read_text_file", arguments: PATH } }],
  ["openai", { id: "call_1", type: "function", function: { name: "read_text_file", arguments: JSON.stringify(PATH) } }],
  ["openai", { type: "function_call", call_id: "call_1", name: "read_text_file", arguments: JSON.stringify(PATH) }],
  ["anthropic", { type: "tool_use", id: "toolu_1", name: "read_text_file", input: PATH }],
  ["gemini", { functionCall: { name: "read_text_file", args: PATH } }],
  ["bedrock", { toolUse: { toolUseId: "t-1", name: "read_text_file", input: PATH } }],
  ["generic", { name: "read_text_file", arguments: PATH }],
];

const formats = FORMATS.map(
  ([format, payload], index): ContractCase => ({
    name: `format ${format} (${index})`,
    request: readFile({ call: { format, server: "filesystem", payload } }),
    effect: "allow",
    action: { verb: "file.read", tier: "read_only" },
  }),
);

const rpc = (method: string, params: JsonObject = {}) => ({ jsonrpc: "2.0", id: 1, method, params });
const get = (server: string, host: string, target: string) => ({
  format: "http",
  server,
  payload: { method: "GET", scheme: "https", host, target },
});

/** What an intent for one file says of everything that is no tool's call. */
const BEYOND_TOOLS: readonly ContractCase[] = [
  {
    name: "a handshake takes no intent",
    request: { ...readFile(), call: { format: "mcp", server: "filesystem", payload: rpc("initialize") } },
    effect: "allow",
    reason: "protocol_upkeep",
    action: { verb: "protocol.handshake" },
  },
  {
    name: "but a server that is known",
    request: { ...readFile(), call: { format: "mcp", server: "nobody", payload: rpc("tools/list") } },
    effect: "block",
    reason: "tool_unknown",
    action: { verb: "protocol.list" },
  },
  {
    name: "a method that MCP does not have",
    request: { ...readFile(), call: { format: "mcp", server: "filesystem", payload: rpc("tools/Call") } },
    effect: "block",
    reason: "call_method_unknown",
  },
  {
    name: "a resource that is another file",
    request: {
      ...readFile(),
      call: { format: "mcp", server: "filesystem", payload: rpc("resources/read", { uri: "file:///srv/other" }) },
    },
    effect: "block",
    reason: "resource_not_in_intent",
    action: { verb: "file.read" },
  },
  {
    name: "an HTTP request",
    request: { ...readFile(), call: get("", "api.example.com", "/a") },
    effect: "block",
    reason: "verb_not_in_intent",
    action: { verb: "http.request" },
  },
  {
    name: "a route of a known API",
    request: { ...readFile(), call: get("github", "api.github.com", "/repos/acme/shop/issues") },
    effect: "allow",
    action: { verb: "ticket.read" },
  },
  {
    name: "another way to write that route",
    request: { ...readFile(), call: get("github", "api.github.com", "/repos/acme/shop//issues") },
    effect: "block",
    reason: "verb_not_in_intent",
    action: { verb: "http.request", tier: "privileged" },
  },
];

/** What can be read and not judged is a block that names why. */
const UNJUDGED: readonly (readonly [string, JsonObject, string])[] = [
  ["a format that nobody knows", { format: "smoke-signals", payload: {} }, "call_format_unsupported"],
  ["a payload without a tool", { format: "mcp", payload: { arguments: {} } }, "call_payload_unsupported"],
  ["a payload that is no object", { format: "generic", payload: "text" }, "call_payload_unsupported"],
  [
    "arguments that are no JSON",
    { format: "openai", payload: { type: "function", function: { name: "f", arguments: "{not json" } } },
    "call_arguments_not_json",
  ],
  [
    "more than one call",
    {
      format: "mcp",
      payload: [
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "a", arguments: {} } },
        { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "b", arguments: {} } },
      ],
    },
    "call_batch_unsupported",
  ],
];

const unjudged = UNJUDGED.map(
  ([name, call, reason]): ContractCase => ({ name, request: { ...readFile(), call }, effect: "block", reason }),
);

export const CONTRACT_CASES: readonly ContractCase[] = [
  ...formats,
  ...BEYOND_TOOLS,
  ...unjudged,
  { name: "a write within the intent", request: comment(), effect: "allow", granted: true },
  {
    name: "a dry run grants nothing",
    request: comment({ options: { dry_run: true } }),
    effect: "allow",
    granted: false,
  },
  {
    name: "a tool that the catalogue does not have",
    request: request("nowhere", "anything", {}),
    effect: "block",
    reason: "tool_unknown",
    action: { verb: "unknown", tier: "privileged" },
  },
  {
    name: "a resource that the intent does not cover",
    request: request("filesystem", "read_text_file", { path: "/etc/shadow" }),
    effect: "block",
  },
  {
    name: "a destination that the intent does not name",
    request: request("slack", "slack_post_message", { channel_id: "#general", text: "hello" }),
    effect: "block",
    reason: "destination_not_in_intent",
  },
  { name: "no agent", request: readFile({ agent: {} }), effect: "block", reason: "agent_missing" },
  {
    name: "an agent token that no issuer vouches for",
    request: readFile({ agent: { token: "eyJhbGciOiJub25lIn0.e30." } }),
    effect: "block",
    reason: "agent_token_untrusted",
  },
  {
    name: "an intent token that no issuer vouches for",
    request: readFile({ intent: { token: "eyJhbGciOiJub25lIn0.e30." } }),
    effect: "block",
    reason: "intent_token_untrusted",
  },
  {
    name: "an intent of another agent",
    request: readFile({ intent: { claims: { ...CLAIMS, agent: "agent:other" } } }),
    effect: "block",
    reason: "intent_agent_mismatch",
  },
  {
    name: "an intent that has expired",
    request: readFile({ intent: { claims: { ...CLAIMS, expires_at: "2020-01-01T00:00:00Z" } } }),
    effect: "block",
    reason: "intent_expired",
  },
  {
    name: "an explanation shows facts and findings",
    request: readFile({ options: { explain: true } }),
    effect: "allow",
  },
  {
    name: "everything that a request can say",
    request: readFile({
      request_id: "r-1",
      session: "contract",
      observed: [{ source: "user", text: "read the readme" }],
      context: { environment: "test", nested: { list: [1, 2.5, null, true, "ü"] } },
      timeout_ms: 5000,
      options: { dry_run: false, explain: false },
    }),
    effect: "allow",
  },
];
