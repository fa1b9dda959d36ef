import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText, parseDocument } from "../../../src/adapters/bundles/json.ts";

const canonical = (text: string) => canonicalText(parseDocument("x", text));

/** Right-hand sides are what Go 1.26's encoding/json writes with SetEscapeHTML(false) and sorted keys. */
const TEXTS: readonly (readonly [string, string])[] = [
  [' { "b" : [ 1 , 2 ] , "a" : null } ', '{"a":null,"b":[1,2]}'],
  [
    "[1.0,1.50,1E5,1e+5,-0,0.1e-7,123456789012345678901234567890]",
    "[1.0,1.50,1E5,1e+5,-0,0.1e-7,123456789012345678901234567890]",
  ],
  ['"1.0 and \\"2.0\\""', '"1.0 and \\"2.0\\""'],
  ['"\\\\"', '"\\\\"'],
  ['["\\\\", 1.0, "\\\\\\"", 2.0]', '["\\\\",1.0,"\\\\\\"",2.0]'],
  ['"\\u00e9\\/<>&\\u2028\\u2029\\b\\f\\n\\r\\t\\u0001\\u007f"', '"é/<>&\\u2028\\u2029\\b\\f\\n\\r\\t\\u0001\u007f"'],
  ['"\\ud800 \\udc00x \\ud83d\\ude00"', '"\ufffd \ufffdx 😀"'],
  ['{"\\ud83d\\ude00":1,"\\ufffe":2,"a":3}', '{"a":3,"\ufffe":2,"😀":1}'],
  ['{"10":1,"9":2,"__proto__":{"__proto__":3.0},"":4}', '{"":4,"10":1,"9":2,"__proto__":{"__proto__":3.0}}'],
  ['{"a":1,"a":{"b":2}}', '{"a":{"b":2}}'],
  ["{}", "{}"],
  ["[]", "[]"],
  ["true", "true"],
];

test.each(TEXTS)("%s is %s", (text, expected) => {
  expect(canonical(text)).toBe(expected);
});

test.each(["", "{", "[1,]", "01", "1.", "nul", '"\n"', "{}{}", "\ufeff{}", "NaN", "'a'"])("%j is no JSON", (text) => {
  expect(() => canonical(text)).toThrow("x is not JSON");
});

test("says what the text says, with or without numbers that JavaScript writes otherwise", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, odd) => {
      const document = odd ? { value, odd: 1 } : { value };
      const text = JSON.stringify(document).replace(/"odd":1}$/, '"odd":1.0}');
      expect(JSON.parse(canonical(text))).toEqual(JSON.parse(text));
    }),
  );
});
