import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject, JsonValue } from "../../../src/domain/json.ts";
import { MAX_JSON_DEPTH } from "../../../src/domain/limits.ts";
import { checkStrictValue, parseStrictJson } from "../../../src/domain/strict-json.ts";

function refusal(run: () => unknown): WritError {
  try {
    run();
  } catch (error) {
    if (error instanceof WritError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const valid: readonly [string, string][] = [
  ["a scalar", " 12 "],
  ["escapes", String.raw`{"a":"\" \\ \/ \b \f \n \r \t \u00e9 \ud83d\ude00"}`],
  ["raw Unicode", '{"é😀":"😀"}'],
  ["colons, braces and quotes in strings", String.raw`{"a:{[":"\\\":,\"}]"}`],
  ["the same key in sibling objects", '{"a":{"b":1},"c":{"b":2},"d":[{"b":1},{"b":1}]}'],
  ["the deepest that may be", nested(MAX_JSON_DEPTH)],
  ["integers that a double holds", "[9007199254740991,9007199254740992,-0,0,10000000000000000000000]"],
  ["decimals that a double holds", "[0.1,1.0,1e5,1E+5,0.30000000000000004,1e-7,0e999,5e-324,1.7976931348623157e308]"],
  ["a million characters", `"${"x".repeat(1_000_000)}"`],
  ["a million escapes", `"${"\\n".repeat(1_000_000)}"`],
];

const invalid: readonly [name: string, text: string, pointer: string, description: string][] = [
  ["nothing", "", "", "is empty"],
  ["white space", " \n", "", "is empty"],
  ["BOM", "\uFEFF{}", "", "starts with a byte order mark"],
  ["an open object", '{"a":1', "", "is not JSON (line 1, column 7)"],
  ["a trailing comma", '{"a":[1,\n 2,]}', "/a/2", "is not JSON (line 2, column 4)"],
  ["trailing text", "{} {}", "", "is not JSON (line 1, column 4)"],
  ["a key without quotes", "{a:1}", "", "is not JSON (line 1, column 2)"],
  ["a missing colon", '{"a" 1}', "/a", "is not JSON (line 1, column 6)"],
  ["a missing value", '{"a":}', "/a", "is not JSON (line 1, column 6)"],
  ["a number as key", "{1:2}", "", "is not JSON (line 1, column 2)"],
  ["a literal of another language", '{"a":NaN}', "/a", "is not JSON (line 1, column 6)"],
  ["a leading zero", '{"a":012}', "", "is not JSON (line 1, column 7)"],
  ["a number that ends in a dot", '{"a":1.}', "", "is not JSON (line 1, column 7)"],
  ["a lonely minus", '{"a":-}', "/a", "is not JSON (line 1, column 6)"],
  ["an unknown escape", String.raw`{"a":"\x"}`, "/a", "is not JSON (line 1, column 6)"],
  ["an open string", '{"a":"b', "/a", "is not JSON (line 1, column 6)"],
  ["a line break in a string", '{"a":"b\nc"}', "/a", "is not JSON (line 1, column 6)"],
  ["a raw NUL", '{"a":"b\0c"}', "/a", "is not JSON (line 1, column 6)"],
  ["too deep", nested(MAX_JSON_DEPTH + 1), "/0".repeat(MAX_JSON_DEPTH), "is nested too deep"],
  ["far too deep", "[".repeat(1_000_000), "/0".repeat(MAX_JSON_DEPTH), "is nested too deep"],
  ["a key twice", '{"a":{"b":1,"c":2,"b":1}}', "/a/b", "is there twice"],
  ["a key twice, once by escape", String.raw`{"a":1,"\u0061":2}`, "/a", "is there twice"],
  ["__proto__ twice", '{"__proto__":1,"__proto__":2}', "/__proto__", "is there twice"],
  ["an empty key twice", '{"":1,"":2}', "/", "is there twice"],
  ["keys that a pointer escapes", '{"a/b~c":{"x":1,"x":2}}', "/a~1b~0c/x", "is there twice"],
  ["an escaped NUL", String.raw`{"a":["x\u0000"]}`, "/a/0", "holds \\u0000"],
  ["an escaped NUL in a key", String.raw`{"a":{"x\u0000":1}}`, "/a", "has a key that holds \\u0000"],
  ["an escaped lone surrogate", String.raw`{"a":"\ud83d"}`, "/a", "holds a lone surrogate"],
  ["escaped surrogates in wrong order", String.raw`{"a":"\ude00\ud83d"}`, "/a", "holds a lone surrogate"],
  ["a lone surrogate in a key", String.raw`{"\ud83d":1}`, "", "has a key that holds a lone surrogate"],
  ["a raw lone surrogate", '{"a":"\ud83d"}', "/a", "holds a lone surrogate"],
  ...[
    "9007199254740993",
    "-9007199254740993",
    "12345678901234567890",
    "0.1000000000000000055511151231257827",
    "3.14159265358979323846",
    "1e400",
    "-1e400",
    "1e-400",
    "1e99999999999999999999",
    "9".repeat(100_000),
  ].map((literal): [string, string, string, string] => [
    `the number ${literal.slice(0, 40)}`,
    `{"a":[${literal}]}`,
    "/a/0",
    "is a number that a double would round; send it as a string",
  ]),
];

describe("parseStrictJson", () => {
  it.each(valid)("reads %s like JSON.parse, from text and from bytes", (_, text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    expect(parseStrictJson(new TextEncoder().encode(text))).toEqual(JSON.parse(text));
  });

  it.each(invalid)("refuses %s and names the field", (_, text, pointer, description) => {
    const error = refusal(() => parseStrictJson(text));
    expect(error.code).toBe("invalid_argument");
    expect(error.violations).toEqual([{ pointer, description }]);
  });

  it.each(invalid)("names the field below the place of the text: %s", (_, text, pointer) => {
    const at = "/call/payload";
    const [violation] = refusal(() => parseStrictJson(text, at)).violations;
    // The place takes two of the levels, so that what is too deep is so two levels earlier.
    const expected = pointer.length === 2 * MAX_JSON_DEPTH ? pointer.slice(4) : pointer;
    expect(violation?.pointer).toBe(`${at}${expected}`);
  });

  it("counts the levels above the place of the text", () => {
    expect(parseStrictJson(nested(MAX_JSON_DEPTH - 2), "/call/payload")).toBeInstanceOf(Array);
    expect(refusal(() => parseStrictJson(nested(MAX_JSON_DEPTH - 1), "/call/payload")).message).toMatch(/too deep/);
  });

  it.each([
    ["an invalid byte", [0x22, 0xff, 0x22]],
    ["a surrogate in UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["an overlong slash", [0x22, 0xc0, 0xaf, 0x22]],
    ["a cut sequence", [0x22, 0xc3]],
  ])("refuses %s", (_, bytes) => {
    expect(refusal(() => parseStrictJson(Uint8Array.from(bytes))).message).toBe("the request: is not valid UTF-8");
  });

  it("refuses a BOM in bytes", () => {
    expect(refusal(() => parseStrictJson(Buffer.from("\uFEFF{}"))).message).toMatch(/byte order mark/);
  });

  it("keeps __proto__ an own property and every prototype as it was", () => {
    const value = parseStrictJson('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}') as JsonObject;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("repeats no value, no more than 200 characters of keys and only valid Unicode", () => {
    const secret = "hunter2";
    const texts = [
      `{"a":"${secret}`,
      `{"a":"${secret}\\u0000"}`,
      `{"a":"${secret}",}`,
      `{"a":${"1".repeat(40)}}`,
      `{"${"k".repeat(5000)}":{"a":1,"a":2}}`,
      `{"${"😀".repeat(5000)}":1e999}`,
    ];
    for (const text of texts) {
      const error = refusal(() => parseStrictJson(text));
      expect(error.message).not.toContain(secret);
      expect(error.message).not.toContain("1111");
      expect(error.message.length).toBeLessThan(300);
      expect(error.message.isWellFormed()).toBe(true);
      expect(error.cause).toBeUndefined();
    }
  });

  it("reads whatever JSON.stringify writes of values that are strict", () => {
    const strict = fc
      .jsonValue({ maxDepth: 6, stringUnit: "binary" })
      .filter((value) => !JSON.stringify(value).includes("\\u0000"));
    fc.assert(
      fc.property(strict, (value) => {
        const text = JSON.stringify(value);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
        expect(parseStrictJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("takes a number exactly when its text has the value that JSON.stringify would write", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 25 });
    const literal = fc
      .tuple(fc.constantFrom("", "-"), digits, fc.option(digits), fc.option(fc.integer({ min: -340, max: 340 })))
      .map(([sign, whole, fraction, exponent]) => {
        const integer = whole.replace(/^0+(?=.)/, "");
        return `${sign}${integer}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`;
      });
    fc.assert(
      fc.property(literal, (text) => {
        const exact = sameDecimal(text, JSON.stringify(Number(text)));
        if (exact) expect(parseStrictJson(text)).toBe(Number(text));
        else expect(refusal(() => parseStrictJson(text)).message).toMatch(/would round/);
      }),
      { numRuns: 2000 },
    );
  });

  it("throws nothing but WritError, whatever is changed in a document", () => {
    const seed = String.raw`{"a":[1,-2.5e3,"x\u00e9\\",true,null],"b":{"c":{"d":"😀"},"e":12345678901234567}}`;
    const edit = fc.tuple(
      fc.nat(seed.length),
      fc.nat(3),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0dD8e-+.19 \n'), maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), seed);
        let value: JsonValue;
        try {
          value = parseStrictJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(WritError);
          expect((error as WritError).message).not.toMatch(/is not strict JSON/);
          return;
        }
        expect(value).toEqual(JSON.parse(text));
      }),
      { numRuns: 5000 },
    );
  });
});

/** Exact comparison by integers, independent of the code under test. */
function sameDecimal(a: string, b: string): boolean {
  const scaled = (text: string): bigint | undefined => {
    const [, sign = "", whole = "", fraction = "", exponent = "0"] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
    if (whole === "") return undefined;
    return BigInt(sign + whole + fraction) * 10n ** BigInt(800 + Number(exponent) - fraction.length);
  };
  return scaled(a) === scaled(b);
}

describe("checkStrictValue", () => {
  const deep = (levels: number): JsonValue => JSON.parse(nested(levels)) as JsonValue;

  it.each<[string, JsonValue]>([
    ["scalars", [null, true, 1.5, "😀"]],
    ["objects", { a: { b: [] } }],
    ["the deepest that may be", deep(MAX_JSON_DEPTH)],
  ])("takes %s", (_, value) => {
    expect(() => checkStrictValue(value)).not.toThrow();
  });

  it.each<[string, JsonValue, string, string]>([
    ["NUL", { a: ["\0"] }, "/a/0", "holds \\u0000"],
    ["a lone surrogate", { a: "\ud83d" }, "/a", "holds a lone surrogate"],
    ["NUL in a key", { a: { "\0": 1 } }, "/a", "has a key that holds \\u0000"],
    ["NaN", { a: Number.NaN }, "/a", "is not a finite number"],
    ["infinity", [Number.POSITIVE_INFINITY], "/0", "is not a finite number"],
    ["what is too deep", deep(MAX_JSON_DEPTH + 1), "/0".repeat(MAX_JSON_DEPTH), "is nested too deep"],
  ])("refuses %s", (_, value, pointer, description) => {
    expect(refusal(() => checkStrictValue(value)).violations).toEqual([{ pointer, description }]);
  });

  it("counts the levels above", () => {
    expect(refusal(() => checkStrictValue(deep(MAX_JSON_DEPTH - 1), "/call/payload")).message).toMatch(/too deep/);
  });
});
