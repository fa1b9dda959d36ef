import fc from "fast-check";
import { expect, test } from "vitest";
import { saidBy } from "../../../src/provenance/results.ts";
import { MAX_VALUES, probeOf, valuesIn } from "../../../src/provenance/values.ts";

/** What a text says, and a value that a call has: whether they are the same thing. */
const rows: readonly { says: string; value: string; kind?: string; same: boolean }[] = [
  { says: "write to bob@example.com, please", value: "bob@example.com", same: true },
  { says: "write to Bob@Example.COM.", value: "bob@example.com", same: true },
  { says: "<mailto:bob@example.com>", value: "bob@example.com", same: true },
  { says: "bob+shop@example.com", value: "bob@example.com", same: false },
  { says: "bob@example.com.", value: "bob@example.com.evil.example", same: false },
  { says: "bob@münchen.example", value: "bob@xn--mnchen-3ya.example", same: true },
  { says: "bob@exаmple.com (with a Cyrillic letter)", value: "bob@example.com", same: false },
  { says: "b\u200bob@exam\u00adple.com", value: "bob@example.com", same: true },
  { says: "ｂｏｂ＠ｅｘａｍｐｌｅ．ｃｏｍ", value: "bob@example.com", same: true },
  { says: "see https://Example.com/a/b?x=1.", value: "https://example.com/a/b?x=1", same: true },
  { says: "see https://example.com./a", value: "https://example.com/a", same: true },
  { says: "https://example.com/%7Ebob", value: "https://example.com/~bob", same: true },
  { says: "https://example.com/a%2Fb", value: "https://example.com/a/b", same: false },
  { says: "example.com/a/b", value: "//example.com/a/b", kind: "url", same: true },
  { says: "https://example.com/a", value: "https://example.com/b", same: false },
  { says: "https://exаmple.com/a", value: "https://example.com/a", same: false },
  { says: "go to www.example.com", value: "example.com", kind: "host", same: true },
  { says: "go to example.com.", value: "example.com", kind: "host", same: true },
  { says: "notexample.com", value: "example.com", kind: "host", same: false },
  { says: "IBAN GB29 NWBK 6016 1331 9268 19", value: "GB29NWBK60161331926819", kind: "account", same: true },
  { says: "account 123-1234-1234", value: "12312341234", kind: "account", same: true },
  { says: "account 123-1234-1234", value: "12312341235", kind: "account", same: false },
  { says: "call +49 (151) 234 567", value: "+49151234567", kind: "phone", same: true },
  { says: "card 4111 1111 1111 1111", value: "4111-1111-1111-1111", same: true },
  { says: "guest_amy01)", value: "guest_amy01", same: true },
  { says: "file '/Documents/Plan_2022.pdf'", value: "/Documents/Plan_2022.pdf", same: true },
  { says: "order #W123", value: "#W123", same: true },
  { says: "tell @alice_w", value: "alice_w", kind: "handle", same: true },
  {
    says: "wallet 0xAbCdEf0123456789abcdef0123456789ABCDEF01",
    value: "0xabcdef0123456789abcdef0123456789abcdef01",
    same: true,
  },
];

test.each(rows)("$says | $value: $same", ({ says, value, kind = "", same }) => {
  const said = valuesIn(says);
  const { exact } = probeOf(value, kind);
  expect(exact.length).toBeGreaterThan(0);
  expect(exact.some((it) => said.has(it))).toBe(same);
});

/** Words of a text by which a value of several words is known. */
const inWords: readonly { says: string; value: string; covered: boolean }[] = [
  { says: "the file Confidential_Plan in /Documents", value: "/Documents/Confidential_Plan", covered: true },
  { says: "her addresses", value: "address", covered: true },
  { says: "John Doe called", value: "john doe", covered: true },
  { says: "John called", value: "john doe", covered: false },
  { says: "amy at example dot com", value: "amy@example.com", covered: true },
];

test.each(inWords)("$says | $value in words: $covered", ({ says, value, covered }) => {
  const said = valuesIn(says);
  const { words } = probeOf(value);
  expect(words.length).toBeGreaterThan(0);
  expect(words.every((word) => said.has(word))).toBe(covered);
});

test("an address or a number is known as a whole, a name by its words", () => {
  const addresses = ["bob@example.com", "https://example.com/a", "DE89370400440532013000", "123-1234-1234"];
  expect(addresses.map((it) => probeOf(it).address)).toEqual(addresses.map(() => true));
  expect(["john doe", "general", "order_7"].map((it) => probeOf(it).address)).toEqual([false, false, false]);
});

test("what a source says beyond the bound is not kept, and that is said", () => {
  const text = Array.from({ length: MAX_VALUES + 1 }, (_, index) => `word${index}x`).join(" ");
  const { values, cut } = saidBy("tool_output", text);
  expect(cut).toBe(true);
  expect(values.length).toBe(MAX_VALUES + 2);
  expect(values).toContain("!cut");
  expect(saidBy("tool_output", "a few words").values).not.toContain("!cut");
});

test("no text, however odd, takes it apart", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      for (const value of valuesIn(text)) expect(value).toMatch(/^[ehnuw]:./su);
      expect(valuesIn(text)).toEqual(valuesIn(text));
    }),
  );
});

test("an address is found in whatever text is around it", () => {
  const around = fc.string({ unit: fc.constantFrom(..." \n\t.,;:!?()[]{}<>'\"abc".split("")), maxLength: 40 });
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(valuesIn(`${before} bob@example.com ${after}`)).toContain("e:bob@example.com");
    }),
  );
});
