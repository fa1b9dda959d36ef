import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { canonicalJson } from "../../../src/domain/jcs.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { requestOf } from "../../support/values.ts";

const catalogue = compileCatalogue({
  mail: {
    server: "mail",
    tools: {
      send: { verb: "message.send", destinations: [{ kind: "email", from: "/to" }] },
      read: { verb: "message.read", sensitivity: "confidential" },
    },
  },
});

function actionOf(name: string, args: JsonObject) {
  return canonicalize(
    requestOf({ call: { format: "generic", server: "mail", payload: { name, arguments: args } } }),
    catalogue,
  ).action;
}

describe("the action of a call", () => {
  it("of a known tool is what the catalogue says", () => {
    expect(actionOf("send", { to: "bob@example.com", body: "hi" })).toMatchObject({
      verb: "message.send",
      tier: "bounded_write",
      traits: ["egress", "writes"],
      tool: { server: "mail", name: "send", known: true, pin: "none" },
      parse: "complete",
    });
  });

  it("of an unknown tool is unknown and privileged", () => {
    expect(actionOf("delete_everything", {})).toMatchObject({
      verb: "unknown",
      tier: "privileged",
      tool: { known: false },
    });
  });

  it("that was not understood in full is privileged", () => {
    expect(actionOf("send", { to: { address: "x" } })).toMatchObject({ parse: "partial", tier: "privileged" });
  });

  it("has the same digest in every order of its arguments, and another for another destination", () => {
    const digest = actionOf("send", { to: "bob@example.com", body: "hi" }).digest;
    expect(actionOf("send", { body: "hi", to: "bob@example.com" }).digest).toBe(digest);
    expect(actionOf("send", { body: "hi", to: "eve@example.com" }).digest).not.toBe(digest);
    expect(actionOf("send", { body: "ho", to: "bob@example.com" }).digest).not.toBe(digest);
  });
});

describe("an action that the gateway gives", () => {
  const given = (action: JsonObject) => canonicalize(requestOf({ action }), catalogue).action;

  it("gets traits, tier floor and digest from Writ", () => {
    const action = given({ verb: "process.exec", tier: "read_only", traits: [], digest: "sha256:00" });
    expect(action).toMatchObject({ verb: "process.exec", tier: "privileged", traits: ["executes", "writes"] });
    expect(action.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(action.digest).not.toBe("sha256:00");
  });

  it("is at least of its parts' highest tier", () => {
    expect(given({ verb: "file.read", parts: [{ verb: "process.exec" }] }).tier).toBe("privileged");
  });

  it("stays privileged when it was not parsed in full", () => {
    expect(given({ verb: "file.read", parse: "partial" }).tier).toBe("privileged");
  });

  const WRONG: readonly [string, JsonObject, string][] = [
    ["no verb", {}, "/action/verb"],
    ["an unknown verb", { verb: "file.shred" }, "/action/verb"],
    ["an unknown field", { verb: "file.read", risk: 1 }, "/action/risk"],
    ["a count that is text", { verb: "file.read", count: "1" }, "/action/count"],
    ["a negative amount", { verb: "payment.refund", amount: { value: "-1" } }, "/action/amount/value"],
    ["a part without verb", { verb: "file.read", parts: [{}] }, "/action/parts/0/verb"],
    [
      "a destination without value",
      { verb: "net.fetch", destinations: [{ kind: "url" }] },
      "/action/destinations/0/value",
    ],
  ];
  it.each(WRONG)("with %s is an error that names the field", (_, action, pointer) => {
    expect(() => given(action)).toThrowError(
      expect.objectContaining({ code: "invalid_argument", violations: [expect.objectContaining({ pointer })] }),
    );
  });
});

describe("canonical JSON", () => {
  // RFC 8785 section 3.2.3 and appendix B.
  const VECTORS: readonly [JsonValue, string][] = [
    [
      { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    ],
    [[56.0, 1e30, 4.5, 2e-3, 1e-27, -0], "[56,1e+30,4.5,0.002,1e-27,0]"],
    ['\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  ];
  it.each(VECTORS)("vector %#", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("reads back as the same value and does not depend on key order", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
