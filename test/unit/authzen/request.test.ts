import { describe, expect, test } from "vitest";
import { believedCaller } from "../../../src/admit/admit.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { AUTHZEN_DEFAULTS } from "../../../src/domain/protocols.ts";
import { decodeEvaluation, type Evaluation } from "../../../src/transports/authzen/decode.ts";
import { type Asker, requestOf } from "../../../src/transports/authzen/request.ts";

const ADMISSION = { ...believedCaller("authzen"), tenant: "default", now_ms: 0 };
const ASKER: Asker = { admission: ADMISSION, token: "", intent: "", session: "", request_id: "" };

function evaluation(more: JsonObject = {}): Evaluation {
  const usual = {
    subject: { type: "user", id: "alice" },
    action: { name: "read" },
    resource: { type: "record", id: "1" },
  };
  return decodeEvaluation({ ...usual, ...more });
}

const asked = (more: JsonObject, asker: Partial<Asker> = {}) =>
  requestOf(evaluation(more), { ...ASKER, ...asker }, AUTHZEN_DEFAULTS, false);

describe("who acts", () => {
  test.each([
    [{ type: "user", id: "alice" }, "user:alice"],
    [{ type: "identity", id: "a@example.com" }, "identity:a@example.com"],
    [{ type: "agent", id: "helper" }, "agent:helper"],
    [{ type: "agent", id: "spiffe://acme.example/agent/refunds" }, "spiffe://acme.example/agent/refunds"],
    [{ type: "user", id: "spiffe://acme.example/agent/refunds" }, "user:spiffe://acme.example/agent/refunds"],
    [{ type: "user", id: "agent:admin" }, "user:agent:admin"],
  ])("%o is %s", (subject, id) => {
    expect(asked({ subject }).agent).toEqual({ id });
  });

  test("a token's agent is the subject, unless the caller vouches for that", () => {
    const unvouched = { token: "t", admission: { ...ADMISSION, vouches: false } };
    expect(asked({}, unvouched).agent).toEqual({ token: "t", id: "alice" });
    expect(asked({}, { token: "t" }).agent).toEqual({ token: "t" });
  });

  test.each([
    ["a line break", "al\nice"],
    ["more than an id", "a".repeat(256)],
  ])("a subject with %s is refused", (_, id) => {
    expect(() => asked({ subject: { type: "user", id } })).toThrow("/subject/id");
  });
});

describe("what is asked", () => {
  test("an action is a verb of its own; all that is said of it is among the arguments, and no member that nobody knows", () => {
    const more = { resource: { type: "file", id: "/etc/passwd", properties: { a: 1 }, other: 2 } };
    expect(asked(more)).toMatchObject({
      action: {
        verb: "x-authzen.read",
        tool: { server: "", name: "read" },
        resource: { type: "file", uri: "authzen:file//etc/passwd" },
        arguments: {
          subject: { type: "user", id: "alice" },
          action: { name: "read" },
          resource: { type: "file", id: "/etc/passwd", properties: { a: 1 } },
        },
      },
      options: { dry_run: false },
    });
  });

  test.each([
    ["record", "1/2", "record/1", "2"],
    ["a b", "c", "a%20b", "c"],
  ])("two resources never have one URI: %s %s, %s %s", (type, id, otherType, otherId) => {
    const uri = (resource: JsonObject) => {
      const { action = {} } = asked({ resource });
      return (action["resource"] as JsonObject)["uri"];
    };
    expect(uri({ type, id })).not.toBe(uri({ type: otherType, id: otherId }));
  });

  test("a name that no verb can hold is refused", () => {
    expect(() => asked({ action: { name: "*".repeat(100) } })).toThrow("/action/name");
  });
});

describe("calls of tools", () => {
  const call = (more: JsonObject) => asked({ action: { name: "tools/call" }, ...more });

  test("with arguments, which are said once", () => {
    const request = call({
      resource: { type: "tool", id: "t", properties: { server: "s", arguments: { a: 1 } } },
      context: { x: 1 },
    });
    expect(request.call).toEqual({ format: "mcp", server: "s", payload: { name: "t", arguments: { a: 1 } } });
    expect(request.context).toEqual({
      x: 1,
      authzen: {
        subject: { type: "user", id: "alice" },
        action: { name: "tools/call" },
        resource: { type: "tool", id: "t", properties: { server: "s" } },
      },
    });
  });

  test("without, they are not taken for none", () => {
    expect(call({ resource: { type: "tool", id: "t" } }).call).toEqual({
      format: "mcp",
      server: "",
      payload: { name: "t" },
      unseen: true,
    });
  });

  test.each<[string, JsonObject, string]>([
    [
      "in two places",
      { resource: { type: "tool", id: "t", properties: { args: {} } }, context: { arguments: {} } },
      "/context/arguments",
    ],
    ["that are a text", { resource: { type: "tool", id: "t" }, context: { arguments: "{}" } }, "/context/arguments"],
    [
      "of a server that is no name",
      { resource: { type: "tool", id: "t", properties: { server: 1 } } },
      "/resource/properties/server",
    ],
  ])("arguments %s are refused", (_, more, field) => {
    expect(() => call(more)).toThrow(field);
  });

  test("the context is the request's own where nothing is a call, whatever it is called", () => {
    const context = { arguments: { a: 1 }, authzen: "mine" };
    expect(asked({ context }).context).toEqual(context);
  });

  test.each<[string, JsonObject, JsonObject, JsonObject, boolean]>([
    [
      "initialize",
      { type: "mcp_server", id: "m" },
      { protocol_version: "2025-11-25" },
      { protocolVersion: "2025-11-25" },
      false,
    ],
    ["tools/list", { type: "mcp_server", id: "m" }, {}, {}, false],
    ["logging/setLevel", { type: "mcp_server", id: "m" }, { level: "debug" }, { level: "debug" }, false],
    ["resources/read", { type: "resource", id: "file:///a" }, {}, { uri: "file:///a" }, false],
    [
      "prompts/get",
      { type: "prompt", id: "p" },
      { arguments: { a: "1" } },
      { name: "p", arguments: { a: "1" } },
      false,
    ],
    ["prompts/get", { type: "prompt", id: "p" }, {}, { name: "p" }, true],
    ["tasks/cancel", { type: "task", id: "t" }, {}, { taskId: "t" }, false],
    ["completion/complete", { type: "prompt", id: "p" }, {}, { ref: { type: "ref/prompt", name: "p" } }, true],
    ["completion/complete", { type: "resource", id: "u" }, {}, { ref: { type: "ref/resource", uri: "u" } }, true],
  ])("%s on %o is that message", (method, resource, context, params, unseen) => {
    const { call: mapped } = asked({ action: { name: method }, resource, context });
    expect(mapped).toEqual({
      format: "mcp",
      server: resource["type"] === "mcp_server" ? "m" : "",
      payload: { jsonrpc: "2.0", id: "authzen", method, params },
      ...(unseen ? { unseen: true } : {}),
    });
  });

  test("a method on another type of resource is no message", () => {
    expect(asked({ action: { name: "resources/read" }, resource: { type: "tool", id: "t" } }).call).toBeUndefined();
  });
});
