import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { readVerdict } from "../../../src/evaluate/verdict.ts";
import { withoutPlaces } from "../../../src/pipeline/without-places.ts";

const DOCUMENT: JsonObject = { arguments: { body: "b", to: ["x", "y"], "a/b": { c: 1 }, "*": 2 }, context: {} };
const R = "[REDACTED]";

const rows: readonly (readonly [readonly string[], JsonObject, readonly string[]])[] = [
  [["/arguments/body"], { body: R, to: ["x", "y"], "a/b": { c: 1 }, "*": 2 }, ["/arguments/body"]],
  [["/arguments/to/*"], { body: "b", to: [R, R], "a/b": { c: 1 }, "*": 2 }, ["/arguments/to/0", "/arguments/to/1"]],
  [["/arguments/to/1"], { body: "b", to: ["x", R], "a/b": { c: 1 }, "*": 2 }, ["/arguments/to/1"]],
  [["/arguments/a~1b/c"], { body: "b", to: ["x", "y"], "a/b": { c: R }, "*": 2 }, ["/arguments/a~1b/c"]],
  [
    ["/arguments/*/c", "/arguments/body/c"],
    { body: "b", to: ["x", "y"], "a/b": { c: R }, "*": 2 },
    ["/arguments/a~1b/c"],
  ],
  [["/context/prompt"], DOCUMENT["arguments"] as JsonObject, []],
];

describe("places that a policy hides", () => {
  it.each(rows)("%j", (places, expected, paths) => {
    expect(withoutPlaces(DOCUMENT, places)).toEqual({ value: { arguments: expected, context: {} }, paths });
  });

  it("may be a whole part", () => {
    expect(withoutPlaces(DOCUMENT, ["/arguments"]).value).toEqual({ arguments: R, context: {} });
  });
});

describe("a decision document", () => {
  const document = { effect: "block", reasons: [] };

  it.each([["/arguments/body"], ["/context/*/a~1b"], ["/facts"], ["/findings/0"]])("may hide %j", (place) => {
    expect(readVerdict({ ...document, redact: [place] }).redact).toEqual([place]);
  });

  it.each([["arguments"], ["/agent/id"], ["/"], ["/argumentsx"], ["/arguments/a~2"], [""], [1], [null]])(
    "may not hide %j",
    (place) => {
      expect(() => readVerdict({ ...document, redact: [place] })).toThrow("/redact/0: must");
    },
  );

  it("may not hide without bound", () => {
    expect(() => readVerdict({ ...document, redact: Array(257).fill("/facts") })).toThrow();
  });
});
