import { loadPolicy } from "@open-policy-agent/opa-wasm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadBundle } from "../../../src/adapters/opa/bundle.ts";
import { compile, evalByOpa, rego } from "./fixture.ts";

/** Policies that show what a runtime can get wrong: undefined against false, failing builtins, falsy inputs, sets, numbers. */
const POLICIES: Readonly<Record<string, string>> = {
  "the input itself": rego("decision := input"),
  "a failing builtin is undefined": rego('default decision := "undefined"\n\ndecision := to_number(input)'),
  "falsy is defined": rego('default decision := "undefined"\n\ndecision := {"is": input} if input == input'),
  nothing: rego("decision := input.a.b.c"),
  "sets are sorted": rego("decision := {x | some x in input}"),
  numbers: rego("decision := [input * 2, input / 3, round(input)]"),
  "data beside input": rego("decision := data.list[input]"),
};
const INPUTS: readonly unknown[] = [
  null,
  false,
  true,
  0,
  1,
  -1.5,
  1e21,
  "",
  "12",
  "x",
  "ü\u{1f600}",
  [],
  [3, 1, 2, 1],
  {},
  { a: { b: { c: 1 } } },
  [[[[]]]],
];
const DATA = { list: ["zero", "one"] };

describe("the same as OPA itself", () => {
  test.each(Object.entries(POLICIES))("%s", { timeout: 60_000 }, async (_, source) => {
    const policy = await loadBundle(compile(source, DATA));
    for (const input of INPUTS) {
      const found = policy.evaluate(JSON.stringify(input));
      const expected = evalByOpa(source, input, DATA);
      if (expected === undefined) expect(found).toMatchObject({ ok: false, code: "policy_undefined" });
      else expect(found).toEqual({ ok: true, document: expected });
    }
  });
});

test("the same as OPA's own package for JavaScript, for whatever input", async () => {
  const bundle = compile(POLICIES["the input itself"] as string);
  const policy = await loadBundle(bundle);
  const other = await loadPolicy(Buffer.from(bundle.get("policy.wasm")!));
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      // Inside an object: that package takes false, 0 and "" for no input. Through text: JSON knows no -0.
      const input = JSON.parse(JSON.stringify({ value }));
      const theirs = other.evaluate(input) as readonly { readonly result: unknown }[];
      expect(policy.evaluate(JSON.stringify(input))).toEqual({ ok: true, document: theirs[0]?.result });
    }),
    { numRuns: 300 },
  );
});

test("memory does not grow with the number of evaluations", { timeout: 60_000 }, async () => {
  const policy = await loadBundle(compile(rego('decision := [concat("", [x, "y"]) | some x in input]')), {
    memoryMb: 8,
  });
  const input = JSON.stringify(Array.from({ length: 100 }, (_, i) => `value-${i}`));
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 50_000; i++) policy.evaluate(input);
  expect(policy.evaluate(input)).toMatchObject({ ok: true });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
});
