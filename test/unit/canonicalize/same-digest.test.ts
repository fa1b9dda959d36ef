import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { parseStrictJson } from "../../../src/domain/strict-json.ts";
import { requestOf } from "../../support/values.ts";

const catalogue = compileCatalogue({
  shop: {
    server: "shop",
    tools: {
      pay: {
        verb: "payment.transfer",
        destinations: [{ kind: "email", from: "/to" }],
        amount: { value: "/amount", currency: "USD" },
      },
      read: { verb: "file.read", resource: { type: "file", uri: "file://{/path}" } },
      fetch: { verb: "net.fetch", destinations: [{ kind: "url", from: "/url" }] },
    },
  },
});

/** Each format's way to write one call. */
const FORMATS: Readonly<Record<string, (name: string, args: JsonObject) => JsonValue>> = {
  mcp: (name, args) => ({ name, arguments: args }),
  openai: (name, args) => ({ id: "c1", type: "function", function: { name, arguments: JSON.stringify(args) } }),
  anthropic: (name, args) => ({ type: "tool_use", id: "t1", name, input: args }),
  gemini: (name, args) => ({ functionCall: { name, args } }),
  bedrock: (name, args) => ({ toolUse: { toolUseId: "t1", name, input: args } }),
  generic: (name, args) => ({ name, arguments: args }),
};

function digestOf(name: string, args: JsonObject, format = "generic"): string {
  const payload = FORMATS[format]?.(name, args) ?? null;
  const request = requestOf({ call: { format, server: "shop", payload }, context: { cwd: "/repo" } });
  return canonicalize(request, catalogue).action.digest;
}

const json = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
  { maxKeys: 5, noNullPrototype: true },
);

/** The same object with the members of each level the other way round. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("the same call has the same digest", () => {
  test("in every format and every order of members", () => {
    fc.assert(
      fc.property(json, (args) => {
        const digests = Object.keys(FORMATS).flatMap((format) => [
          digestOf("pay", args, format),
          digestOf("pay", reversed(args) as JsonObject, format),
        ]);
        expect(new Set(digests).size).toBe(1);
      }),
    );
  });

  const SAME: readonly (readonly [tool: string, a: string, b: string])[] = [
    ["pay", '{"to":"bob@example.com","amount":98.7}', '{"amount":98.70,"to":"bob@example.com"}'],
    ["pay", '{"to":"bob@example.com","amount":100}', '{"to":"bob@example.com","amount":1e2}'],
    ["pay", '{"to":"bob@example.com","amount":"98.70"}', '{"to":"bob@example.com","amount":98.7}'],
    ["pay", '{"to":"Bob <BOB@Example.COM>","amount":1}', '{"to":"bob@example.com","amount":1}'],
    ["read", '{"path":"/repo/docs/../a.txt"}', '{"path":"a.txt"}'],
    ["read", '{"path":"/repo//./a.txt"}', '{"path":"/repo/a.txt"}'],
    ["fetch", '{"url":"HTTPS://Example.com:443/a"}', '{"url":"https://example.com/a"}'],
    ["fetch", '{"url":"https://0x7f.1/"}', '{"url":"https://127.0.0.1/"}'],
    ["fetch", '{"url":"https://b\\u00fccher.example/"}', '{"url":"https://xn--bcher-kva.example/"}'],
    ["fetch", '{"url":"https://bu\\u0308cher.example/"}', '{"url":"https://b\\u00fccher.example/"}'],
  ];
  test.each(SAME)("%s: %s is %s", (tool, a, b) => {
    const read = (text: string) => parseStrictJson(Buffer.from(text), "") as JsonObject;
    expect(digestOf(tool, read(a))).toBe(digestOf(tool, read(b)));
  });
});

describe("another call has another digest", () => {
  const OTHER: readonly (readonly [tool: string, a: JsonObject, b: JsonObject])[] = [
    ["pay", { to: "bob@example.com", amount: 98.7 }, { to: "bob@example.com", amount: 98.71 }],
    ["pay", { to: "bob@example.com", amount: "98.70" }, { to: "bob@example.com", amount: "987.0" }],
    ["pay", { to: "bob@example.com" }, { to: "bob@example.org" }],
    ["pay", { to: "bob@example.com" }, { to: "b0b@example.com" }],
    ["pay", { to: "bob@example.com" }, { to: "bob@еxample.com" }],
    ["pay", { to: "bob@example.com" }, { to: "bob@example.com", note: "" }],
    ["read", { path: "/repo/a" }, { path: "/repo/A" }],
    ["read", { path: "/repo/a" }, { path: "/repo/a\u0301" }],
    ["fetch", { url: "https://example.com/a" }, { url: "https://example.com/A" }],
    ["fetch", { url: "https://example.com/a" }, { url: "http://example.com/a" }],
  ];
  test.each(OTHER)("%s: %j is not %j", (tool, a, b) => expect(digestOf(tool, a)).not.toBe(digestOf(tool, b)));

  test("whatever differs in arguments that name no destination, amount or path", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
        expect(digestOf("pay", { x: a }) === digestOf("pay", { x: b })).toBe(same);
      }),
    );
  });
});

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
