import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { projectText } from "../../../src/adapters/opa/projection.ts";
import type { JsonValue } from "../../../src/domain/json.ts";
import { pointersOf, project, readsOf } from "../../../src/domain/reads.ts";
import { inputText } from "../../../src/evaluate/input-text.ts";
import { policyReads } from "../../../src/policy/input-refs/policy-reads.ts";
import { compile } from "./fixture.ts";
import { planOfSource, policyReading } from "./noted.ts";
import { READS } from "./ways-to-read.ts";

/** The names that the policies of the table use, so that look-ups meet something. */
const NAMES = ["a", "b", "c", "d", "e", "f", "g", "k", "s", "t", "u", "w", "x", "y", "x/y", "~"];

const { documents: anything } = fc.letrec<{ documents: Record<string, JsonValue>; value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "nesting" },
    fc.constantFrom(...NAMES, 0, 1, 1.5, true, false, null, ""),
    tie("documents"),
    fc.array(tie("value"), { maxLength: 3, depthIdentifier: "nesting" }) as fc.Arbitrary<JsonValue>,
  ),
  documents: fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 8, depthIdentifier: "nesting" }),
}));

const name = fc.constantFrom(...NAMES);
const list = fc.array(anything, { minLength: 1, maxLength: 2 });

/** Anything, with what the policies look for more often than chance would put it there. */
const documents = fc
  .tuple(
    anything,
    fc.record(
      { a: fc.oneof(anything, list, name), b: fc.oneof(anything, name), c: name, k: name, e: list },
      { requiredKeys: [] },
    ),
  )
  .map((parts): Record<string, JsonValue> => Object.assign({}, ...parts));

/** Each policy has a value for one of these. */
const EXAMPLES: readonly Record<string, JsonValue>[] = [
  {},
  { a: { b: 1 }, c: 1 },
  { a: [{ b: 1 }], k: 0 },
  { b: { a: 1, c: 1 } },
  { a: { y: 1 }, b: 1 },
  { a: 1, k: 1 },
  { e: [{ f: 1 }], g: 1 },
  { "x/y": { "~": 1 } },
];

const DATA = { s: { t: 1 }, x: { a: 2, b: { c: 3 } }, path: ["a", "b"] };

describe("a policy gives the same for what it is said to read as for all", () => {
  test.each(READS)("%s", { timeout: 30_000 }, async (_, source) => {
    const bundle = compile(source, DATA);
    const reads = policyReads(planOfSource(source));
    const all = await policyReading(bundle);
    const some = await policyReading(bundle, reads);
    let found = 0;
    fc.assert(
      fc.property(documents, (input) => {
        const expected = all.evaluate(JSON.stringify(input));
        if (expected.ok) found++;
        expect(some.evaluate(JSON.stringify(project(input, reads.input)))).toEqual(expected);
        const long = { ...input, unread: "x".repeat(5000) };
        const { whole, judged } = inputText(long, reads.input);
        expect(whole).toBe(JSON.stringify(long));
        expect(some.evaluate(judged)).toEqual(all.evaluate(whole));
      }),
      { numRuns: 300, examples: EXAMPLES.map((example) => [example] as [Record<string, JsonValue>]) },
    );
    expect(found).toBeGreaterThan(0);
  });

  test("OPA's list of dependencies is no base for it: it leaves out what a replaced input is asked for", () => {
    const source = READS.find(([name]) => name === "with another input beside a part of it")?.[1] as string;
    const dir = mkdtempSync(join(tmpdir(), "writ-deps-"));
    writeFileSync(join(dir, "main.rego"), source);
    const opa = process.env["OPA"] ?? "var/bin/opa";
    const output = execFileSync(opa, ["deps", "--format=json", "-d", dir, "data.writ.main.decision"]).toString();
    rmSync(dir, { recursive: true });
    const { base } = JSON.parse(output) as { base: readonly { readonly value: string }[][] };
    expect(base.map((path) => path.map(({ value }) => value).join("/"))).toEqual(["input/a", "input/b/c"]);
    expect(pointersOf(policyReads(planOfSource(source)).input)).toEqual(["/b/a", "/b/c"]);
  });
});

describe("a projected text", () => {
  const paths = fc.array(fc.array(name, { maxLength: 4 }), { maxLength: 5 });
  const pointers = paths.map((list) =>
    list.map((keys) => keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")),
  );

  test("is the projected value's", () => {
    fc.assert(
      fc.property(documents, pointers, fc.constantFrom(0, 1, 2), (value, list, indent) => {
        const reads = readsOf(list);
        const text = Buffer.from(JSON.stringify(value, undefined, indent));
        const projected = JSON.parse(Buffer.from(projectText(text, reads)).toString()) as JsonValue;
        expect(projected).toEqual({ ...(project(value, reads) as object) });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["digits that a double would lose", '{"a":12345678901234567890.10,"b":1}', '{"a":12345678901234567890.10}'],
    ["keys in other words", '{"\\u0061":1,"b":2}', '{"\\u0061":1}'],
    ["a key twice", '{"a":1,"a":[2],"b":"}"}', '{"a":1,"a":[2]}'],
    ["brackets and quotes in strings", '{"b":"]}\\"{[","a":"}\\\\"}', '{"a":"}\\\\"}'],
    ["names that objects have", '{"__proto__":{"a":1},"constructor":1,"a":{"__proto__":2}}', '{"a":{"__proto__":2}}'],
  ])("keeps %s", (_, text, expected) => {
    expect(Buffer.from(projectText(Buffer.from(text), readsOf(["/a"]))).toString()).toBe(expected);
  });

  test("is made of data that is nested more deeply than a stack is", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const text = Buffer.from(`{"b":${deep},"a":${deep}}`);
    expect(projectText(text, readsOf(["/a"]))).toEqual(Buffer.from(`{"a":${deep}}`));
  });
});

test("the same set of parts is always written the same, without what another covers", () => {
  expect(pointersOf(readsOf(["/b", "/a/x", "/a/y", "/b/c", "/a~1b/~0"]))).toEqual(["/a/x", "/a/y", "/a~1b/~0", "/b"]);
  expect(pointersOf(readsOf(["/a", ""]))).toEqual([""]);
  for (const bad of ["x", [1], ["a"], ["/~2"], [`/${"a/".repeat(8)}b`], Array(1025).fill("/a")]) {
    expect(() => readsOf(bad as JsonValue)).toThrow("JSON Pointers");
  }
});
