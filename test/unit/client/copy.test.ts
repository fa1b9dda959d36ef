import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frozenCopy } from "../../../packages/client/src/copy.ts";
import { digestOf } from "../../../packages/client/src/index.ts";
import { canonicalJson } from "../../../src/domain/jcs.ts";
import type { JsonValue } from "../../../src/domain/json.ts";

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

describe("a frozen copy", () => {
  test("is what its JSON text says", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(frozenCopy(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  test("keeps a member that is named __proto__, as its own", () => {
    const copy = frozenCopy(JSON.parse('{"__proto__":{"a":1}}')) as object;
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  test("leaves out what is undefined", () => {
    expect(Object.keys(frozenCopy({ a: undefined, b: 1 }))).toEqual(["b"]);
  });

  test.each([
    ["a Date", { a: [new Date()] }, "/a/0"],
    ["NaN", { "a/b": Number.NaN }, "/a~1b"],
    ["Infinity", [Number.POSITIVE_INFINITY], "/0"],
    ["a Map", { m: new Map() }, "/m"],
    ["a BigInt", { n: 1n }, "/n"],
    ["a function, also toJSON", { toJSON: () => "other" }, "/toJSON"],
    ["undefined in a list", [undefined], "/0"],
    ["a hole in a list", new Array(1), "/0"],
    ["a symbol", { s: Symbol("s") }, "/s"],
    ["itself", cyclic, "/self".repeat(64)],
  ])("of %s is refused by name", (_what, value, field) => {
    expect(() => frozenCopy(value)).toThrow(
      expect.objectContaining({ name: "WritUnavailable", code: "request_invalid", fields: [field] }),
    );
  });
});

describe("a digest", () => {
  const vectors = JSON.parse(readFileSync("test/support/result-digests.json", "utf8")) as readonly {
    readonly json: string;
    readonly digest: string;
  }[];

  test.each(vectors)("$json", async ({ json, digest }) => {
    const value = JSON.parse(json) as JsonValue;
    expect(await digestOf(value)).toBe(digest);
    expect(digest).toBe(`sha256:${createHash("sha256").update(canonicalJson(value)).digest("hex")}`);
  });
});
