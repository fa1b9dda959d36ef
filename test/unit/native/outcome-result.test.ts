import { expect, test } from "vitest";
import type { JsonValue } from "../../../src/domain/json.ts";
import { decodeOutcome, parseOutcome } from "../../../src/transports/native/decode-outcome.ts";

const outcome = (more: { [name: string]: JsonValue }) => decodeOutcome({ status: "succeeded", ...more });

test.each<[string, { [name: string]: JsonValue }, string]>([
  ["text", { result: "said", result_excerpt: "sa" }, "said"],
  ["JSON, as text", { result: [{ a: 1 }] }, '[{"a":1}]'],
  ["no result, its excerpt", { result_excerpt: "sa" }, "sa"],
  ["nothing", {}, ""],
])("what a call brought: %s", (_, more, text) => {
  expect(outcome({ ...more, values_seen: ["x"] }).brought).toEqual({ text, cut: false, values: ["x"] });
});

test("the result is in nothing that is stored", () => {
  const { brought: _brought, ...stored } = outcome({ result: "unmistakable" });
  expect(JSON.stringify(stored)).not.toContain("unmistakable");
});

test("of a result of more than 256 KiB the rest is known to be missing", () => {
  const text = "x".repeat(262_144);
  expect(outcome({ result: text }).brought).toMatchObject({ text, cut: false });
  expect(outcome({ result: `${text}y` }).brought).toMatchObject({ text, cut: true });
});

const parsed = (body: string) => decodeOutcome(parseOutcome(Buffer.from(body)));

test.each([
  ["U+0000", String.raw`a\u0000b`, "a\uFFFDb"],
  ["half of a pair, where somebody cut it", String.raw`a\ud83d`, "a\uFFFD"],
  ["the other half", String.raw`\uDE00b`, "\uFFFDb"],
  ["a whole pair", String.raw`\uD83D\uDE00`, "\u{1F600}"],
  ["two halves of one kind", String.raw`\ud83d\ud83d\ude00`, "\uFFFD\u{1F600}"],
  ["a backslash before what looks like one", String.raw`\\u0000`, String.raw`\u0000`],
])("a report is not lost for what a tool returned: %s", (_, escaped, text) => {
  const { brought, detail } = parsed(`{"status":"succeeded","result":"${escaped}","result_excerpt":"${escaped}"}`);
  expect(brought.text).toBe(text);
  expect(JSON.parse(detail)).toEqual({ result_excerpt: text });
});

test("nor for U+0000 in a message, and none comes into the record", () => {
  const { brought, detail } = outcome({ result_excerpt: "a\0b", values_seen: ["x\0"], result: "c\0" });
  expect(brought).toEqual({ text: "c\uFFFD", cut: false, values: ["x\uFFFD"] });
  expect(JSON.parse(detail)).toEqual({ result_excerpt: "a\uFFFDb", values_seen: ["x\uFFFD"] });
});

test("what is no JSON is refused as ever", () => {
  expect(() => parsed(String.raw`{"status":"succeeded","result":"\u00`)).toThrow("is not JSON");
  expect(() => parsed(String.raw`{"status":"succeeded","status":"failed","result":"\u0000"}`)).toThrow("/status");
});
