import { describe, expect, test } from "vitest";
import { readProtocols } from "../../../src/config/protocols.ts";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { TOOLHIVE_DEFAULTS } from "../../../src/domain/protocols.ts";
import { callsOfMessage } from "../../../src/transports/forwarded/read.ts";
import { decodeAuthorizer } from "../../../src/transports/toolhive/decode-authorizer.ts";
import { decodeWebhook } from "../../../src/transports/toolhive/decode-webhook.ts";
import { encodeAuthorizerFailed, encodeWebhookFailed } from "../../../src/transports/toolhive/encode.ts";

const bytes = (value: JsonValue) => Buffer.from(JSON.stringify(value));
const asked = (operation: string, resource: string, mcp?: JsonObject) => ({
  principal: { sub: "agent-1" },
  operation,
  resource,
  context: mcp === undefined ? {} : { mcp },
});
const callOf = (body: JsonValue, absent_arguments: "unknown" | "none" = "unknown") =>
  decodeAuthorizer(bytes(body), { ...TOOLHIVE_DEFAULTS, absent_arguments }).call;

const message = (method: string, params: JsonObject) => ({ jsonrpc: "2.0", id: "toolhive", method, params });

describe("a question of the authorizer is the call of", () => {
  test.each<{ what: string; body: JsonObject; absent?: "unknown" | "none"; call: object }>([
    {
      what: "a tool with its arguments",
      body: asked("mcp:tool:call", "mrn:mcp:github:tool:get_issue", {
        args: { owner: "acme" },
        annotations: { readOnlyHint: true },
      }),
      call: { server: "github", payload: message("tools/call", { name: "get_issue", arguments: { owner: "acme" } }) },
    },
    {
      what: "a tool of which no arguments are shown",
      body: asked("mcp:tool:call", "mrn:mcp:github:tool:get_issue"),
      call: { server: "github", payload: message("tools/call", { name: "get_issue" }), unseen: true },
    },
    {
      what: "a tool without arguments, where the settings say so",
      body: asked("mcp:tool:call", "mrn:mcp:github:tool:get_issue"),
      absent: "none",
      call: { server: "github", payload: message("tools/call", { name: "get_issue" }) },
    },
    {
      what: "a prompt",
      body: asked("mcp:prompt:get", "mrn:mcp:github:prompt:triage", { args: { a: "b" } }),
      call: { server: "github", payload: message("prompts/get", { name: "triage", arguments: { a: "b" } }) },
    },
    {
      what: "a resource, whose URI holds colons",
      body: asked("mcp:resource:read", "mrn:mcp:files:resource:file:///a:resource:b", {
        feature: "resource",
        operation: "read",
        resource_id: "file:///a:resource:b",
      }),
      call: { server: "files", payload: message("resources/read", { uri: "file:///a:resource:b" }) },
    },
    {
      what: "no tool that both places name",
      body: asked("mcp:tool:call", "mrn:mcp:github:tool:get_issue", { resource_id: "delete_repo" }),
      call: { server: "github", payload: {}, refusal: { code: "call_metadata_mismatch" } },
    },
    {
      what: "no operation that both places name",
      body: asked("mcp:tool:call", "mrn:mcp:github:tool:get_issue", { operation: "list" }),
      call: { server: "github", payload: {}, refusal: { code: "call_metadata_mismatch" } },
    },
    {
      what: "no method that is known",
      body: asked("mcp:sampling:create", "mrn:mcp:github:sampling:x"),
      call: { server: "github", payload: {}, refusal: { code: "call_method_unknown" } },
    },
  ])("$what", ({ body, absent = "unknown", call }) => {
    const { format, refusal, ...read } = callOf(body, absent);
    const found = refusal === undefined ? read : { ...read, refusal: { code: refusal.code } };
    expect({ format, ...found }).toEqual({ format: "mcp", ...call });
  });

  test.each<{ what: string; body: JsonValue; field: string }>([
    { what: "no operation", body: { resource: "mrn:mcp:a:tool:b" }, field: "/operation" },
    { what: "an operation in another form", body: asked("tools/call", "mrn:mcp:a:tool:b"), field: "/operation" },
    { what: "a resource of another feature", body: asked("mcp:tool:call", "mrn:mcp:a:prompt:b"), field: "/resource" },
    { what: "a resource of nobody", body: asked("mcp:tool:call", "a:tool:b"), field: "/resource" },
    { what: "a resource without a name", body: asked("mcp:tool:call", "mrn:mcp:a:tool:"), field: "/resource" },
    {
      what: "arguments that are a list",
      body: asked("mcp:tool:call", "mrn:mcp:a:tool:b", { args: [] }),
      field: "/context/mcp/args",
    },
    {
      what: "arguments that are null",
      body: asked("mcp:tool:call", "mrn:mcp:a:tool:b", { args: null }),
      field: "/context/mcp/args",
    },
    {
      what: "a field of another version",
      body: { ...asked("mcp:tool:call", "mrn:mcp:a:tool:b"), effect: "" },
      field: "/effect",
    },
    { what: "no object", body: [], field: "" },
  ])("nothing: $what", ({ body, field }) => {
    const wrong = { code: "invalid_argument", violations: [expect.objectContaining({ pointer: field })] };
    expect(() => callOf(body)).toThrow(expect.objectContaining(wrong));
  });

  test("nothing: a name that is there twice", () => {
    const twice = Buffer.from(
      '{"operation":"mcp:tool:call","operation":"mcp:prompt:get","resource":"mrn:mcp:a:tool:b"}',
    );
    expect(() => decodeAuthorizer(twice, TOOLHIVE_DEFAULTS)).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});

const webhook = (changes: JsonObject = {}) => ({
  version: "v0.1.0",
  uid: "u-1",
  timestamp: "2026-11-20T15:04:05Z",
  principal: { sub: "agent-1" },
  mcp_request: { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "get_issue", arguments: {} } },
  context: { server_name: "github", source_ip: "127.0.0.1", transport: "stdio" },
  ...changes,
});

describe("a webhook", () => {
  test.each([
    { what: "of a server", context: { server_name: "github" }, server: "github" },
    {
      what: "of a server behind a virtual one",
      context: { server_name: "all", backend_server: "github" },
      server: "github",
    },
  ])("$what is a call of that server", ({ context, server }) => {
    const { message, server: named } = decodeWebhook(bytes(webhook({ context })));
    const [made, ...more] = callsOfMessage(message, named, []);
    expect(more).toEqual([]);
    expect(made?.call).toMatchObject({ format: "mcp", server, payload: { method: "tools/call" } });
  });

  test.each<{ what: string; changes: JsonObject; field: string }>([
    { what: "another version", changes: { version: "v1.0.0" }, field: "/version" },
    { what: "no uid", changes: { uid: "" }, field: "/uid" },
    { what: "no server", changes: { context: {} }, field: "/context/server_name" },
    { what: "a principal that is a text", changes: { principal: "root" }, field: "/principal" },
    { what: "a field of another version", changes: { dry_run: true }, field: "/dry_run" },
  ])("with $what is none", ({ changes, field }) => {
    const wrong = { code: "invalid_argument", violations: [expect.objectContaining({ pointer: field })] };
    expect(() => decodeWebhook(bytes(webhook(changes)))).toThrow(expect.objectContaining(wrong));
  });
});

test.each([
  "invalid_argument",
  "unauthenticated",
  "permission_denied",
  "resource_exhausted",
  "unavailable",
  "internal",
] as const)("the error %s is a no, of webhooks one that no failure policy ignores", (code) => {
  const error = new WritError(code, "no");
  expect(encodeWebhookFailed(error).status).toBe(422);
  expect(JSON.parse(encodeWebhookFailed(error).body)).toMatchObject({ allowed: false, reason: code });
  expect(encodeAuthorizerFailed(error).status).toBeGreaterThanOrEqual(400);
  expect(JSON.parse(encodeAuthorizerFailed(error).body)).toMatchObject({ allow: false });
});

describe("the settings", () => {
  test("are safe without any", () => {
    expect(readProtocols({}).toolhive).toEqual({
      webhook_secret_file: "",
      signature_window_s: 300,
      absent_arguments: "unknown",
    });
  });

  test.each<{ what: string; value: JsonObject; field: string }>([
    { what: "a window of nothing", value: { signature_window_s: 0 }, field: "/toolhive/signature_window_s" },
    { what: "a window of days", value: { signature_window_s: 86_400 }, field: "/toolhive/signature_window_s" },
    { what: "arguments that are neither", value: { absent_arguments: "empty" }, field: "/toolhive/absent_arguments" },
    { what: "a secret that is no path", value: { webhook_secret_file: 1 }, field: "/toolhive/webhook_secret_file" },
    { what: "an unknown setting", value: { secret: "x" }, field: "/toolhive/secret" },
  ])("may not be $what", ({ value, field }) => {
    const wrong = { violations: [expect.objectContaining({ pointer: field })] };
    expect(() => readProtocols({ toolhive: value })).toThrow(expect.objectContaining(wrong));
  });
});
