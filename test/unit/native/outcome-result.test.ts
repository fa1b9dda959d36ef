import { expect, test } from "vitest";
import type { JsonValue } from "../../../src/domain/json.ts";
import { decodeOutcome } from "../../../src/transports/native/decode-outcome.ts";

const outcome = (more: { [name: string]: JsonValue }) => decodeOutcome({ status: "succeeded", ...more });

test.each<[string, { [name: string]: JsonValue }, string]>([
  ["text", { result: "said", result_excerpt: "sa" }, "said"],
  ["JSON, as text", { result: [{ a: 1 }] }, '[{"a":1}]'],
  ["no result, its excerpt", { result_excerpt: "sa" }, "sa"],
  ["nothing", {}, ""],
])("what a call brought: %s", (_, more, text) => {
  expect(outcome({ ...more, values_seen: ["x"] }).brought).toEqual({ text, values: ["x"] });
});

test("the result is in nothing that is stored", () => {
  const { brought: _brought, ...stored } = outcome({ result: "unmistakable" });
  expect(JSON.stringify(stored)).not.toContain("unmistakable");
});

test("a result of more than 256 KiB is refused, by its name", () => {
  expect(outcome({ result: "x".repeat(262_144) }).brought.text).toHaveLength(262_144);
  expect(() => outcome({ result: "x".repeat(262_145) })).toThrow("/result");
});
