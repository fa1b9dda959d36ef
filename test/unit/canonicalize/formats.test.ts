import { describe, expect, it } from "vitest";
import { readCall } from "../../../src/canonicalize/formats/index.ts";
import type { JsonValue } from "../../../src/domain/json.ts";

const ARGS = { to: "bob@example.com", n: 1 };
const TEXT = JSON.stringify(ARGS);

const READ: readonly [name: string, format: string, payload: JsonValue][] = [
  ["mcp params", "mcp", { name: "send", arguments: ARGS, _meta: { progressToken: 1 } }],
  ["mcp message", "mcp", { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "send", arguments: ARGS } }],
  ["openai chat", "openai", { id: "call_1", type: "function", function: { name: "send", arguments: TEXT } }],
  ["openai chat without type", "openai", { function: { name: "send", arguments: TEXT } }],
  ["openai responses", "openai", { type: "function_call", call_id: "c", name: "send", arguments: TEXT }],
  ["anthropic", "anthropic", { type: "tool_use", id: "toolu_1", name: "send", input: ARGS }],
  ["gemini part", "gemini", { functionCall: { name: "send", args: ARGS } }],
  ["gemini call", "gemini", { name: "send", args: ARGS }],
  ["bedrock block", "bedrock", { toolUse: { toolUseId: "t", name: "send", input: ARGS } }],
  ["bedrock tool use", "bedrock", { toolUseId: "t", name: "send", input: ARGS }],
  ["generic", "generic", { name: "send", arguments: ARGS }],
];

describe("every format says the same call", () => {
  it.each(READ)("%s", (_, format, payload) => {
    expect(readCall({ format, server: "gmail", payload })).toEqual({
      call: { server: "gmail", name: "send", arguments: ARGS },
    });
  });
});

const OWN_SERVER: readonly [string, string, JsonValue, string, string][] = [
  [
    "openai mcp_call",
    "openai",
    { type: "mcp_call", server_label: "crm", name: "find", arguments: "{}" },
    "crm",
    "find",
  ],
  [
    "anthropic mcp_tool_use",
    "anthropic",
    { type: "mcp_tool_use", server_name: "crm", name: "find", input: {} },
    "crm",
    "find",
  ],
  [
    "openai local shell",
    "openai",
    { type: "local_shell_call", action: { type: "exec", command: ["ls"] } },
    "openai",
    "local_shell",
  ],
  ["openai shell", "openai", { type: "shell_call", action: { commands: ["ls"] } }, "openai", "shell"],
];

describe("a payload that names its server", () => {
  it.each(OWN_SERVER)("%s", (_, format, payload, server, name) => {
    expect(readCall({ format, server: "", payload })).toMatchObject({ call: { server, name } });
    expect(readCall({ format, server: "another", payload })).toMatchObject({
      refusal: { code: "call_payload_unsupported" },
    });
  });
});

const REFUSED: readonly [string, string, JsonValue, string][] = [
  ["an unknown format", "soap", {}, "call_format_unsupported"],
  ["a format named like an object's own method", "constructor", {}, "call_format_unsupported"],
  ["several calls", "openai", [{ function: { name: "a", arguments: "{}" } }], "call_batch_unsupported"],
  ["no object", "mcp", "send", "call_payload_unsupported"],
  ["no name", "mcp", { arguments: {} }, "call_payload_unsupported"],
  ["an empty name", "generic", { name: "", arguments: {} }, "call_payload_unsupported"],
  ["another MCP method", "mcp", { jsonrpc: "2.0", method: "resources/read", params: {} }, "call_payload_unsupported"],
  ["arguments that are a list", "mcp", { name: "a", arguments: [] }, "call_payload_unsupported"],
  [
    "an arguments string that is not JSON",
    "openai",
    { function: { name: "a", arguments: "{" } },
    "call_arguments_not_json",
  ],
  [
    "an arguments string with a key twice",
    "openai",
    { function: { name: "a", arguments: '{"a":1,"a":2}' } },
    "call_arguments_not_json",
  ],
  [
    "an arguments string that is a list",
    "openai",
    { function: { name: "a", arguments: "[]" } },
    "call_payload_unsupported",
  ],
  ["arguments that are no string", "openai", { function: { name: "a", arguments: {} } }, "call_payload_unsupported"],
  ["an unknown OpenAI item", "openai", { type: "message", content: [] }, "call_payload_unsupported"],
  ["more than a generic call", "generic", { name: "a", arguments: {}, args: {} }, "call_payload_unsupported"],
];

describe("what cannot be judged is refused by name", () => {
  it.each(REFUSED)("%s", (_, format, payload, code) => {
    expect(readCall({ format, server: "s", payload })).toMatchObject({ refusal: { code } });
  });

  it("names the field and not the value", () => {
    const payload = { function: { name: "a", arguments: '{"password": hunter2}' } };
    const result = readCall({ format: "openai", server: "s", payload });
    expect(JSON.stringify(result)).toContain("/call/payload/function/arguments");
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });
});
