import { expect, test } from "vitest";
import { toolDigest } from "../../../src/canonicalize/catalogue/pin.ts";
import { parseManifest } from "../../../src/catalog/manifest.ts";
import type { JsonObject } from "../../../src/domain/json.ts";

const TOOL = { name: "a", description: "x", inputSchema: { type: "object", properties: { p: { type: "string" } } } };

test.each([
  ["a bare list", [TOOL]],
  ["a result", { tools: [TOOL] }],
  ["a response", { jsonrpc: "2.0", id: 1, result: { tools: [TOOL] } }],
])("reads %s", (_, answer) => {
  expect(parseManifest(JSON.stringify(answer)).tools.map(({ name }) => name)).toEqual(["a"]);
});

test("says when there are more pages", () => {
  expect(parseManifest(JSON.stringify({ tools: [TOOL], nextCursor: "2" })).partial).toBe(true);
  expect(parseManifest(JSON.stringify({ tools: [TOOL], nextCursor: "" })).partial).toBe(false);
});

const UNUSABLE: readonly (readonly [string, string, string])[] = [
  ["no JSON", "{", "is not JSON"],
  ["no list", "{}", "has no list of tools"],
  ["a tool without a name", '[{"name":""}]', "has a tool without a name (/tools/0)"],
  ["a tool that is no object", "[1]", "has a tool that is no object (/tools/0)"],
  ["a tool twice", '[{"name":"a"},{"name":"a"}]', 'names the tool "a" twice'],
  ["too deep nesting", `[${'{"a":'.repeat(5000)}1${"}".repeat(5000)}]`, "is nested deeper than 64 levels"],
];

test.each(UNUSABLE)("refuses %s", (_, text, what) => {
  expect(() => parseManifest(text)).toThrow(`the manifest ${what}`);
});

test("a schema of no known form has no arguments", () => {
  const [tool] = parseManifest(
    '[{"name":"a","description":1,"inputSchema":{"properties":{"x":true},"required":"x"}}]',
  ).tools;
  expect(tool).toMatchObject({ description: "", properties: { x: {} }, required: [], hints: {} });
});

test("reads arguments that are listed without a schema", () => {
  const [tool] = parseManifest(
    '[{"name":"a","arguments":[{"name":"p","type":"string","desc":"x"},{"type":"string"},1]}]',
  ).tools;
  expect(tool?.properties).toEqual({ p: { type: "string", description: "x" } });
});

const PINNED: readonly (readonly [string, JsonObject, boolean])[] = [
  ["the order of keys", { inputSchema: TOOL.inputSchema, description: "x", name: "a" }, true],
  ["an icon", { ...TOOL, icons: [{ src: "x" }] }, true],
  ["metadata", { ...TOOL, _meta: { a: 1 } }, true],
  ["another description", { ...TOOL, description: "y" }, false],
  ["no description", { name: "a", inputSchema: TOOL.inputSchema }, false],
  ["another schema", { ...TOOL, inputSchema: { type: "object" } }, false],
  ["a result's schema", { ...TOOL, outputSchema: { type: "object" } }, false],
  ["hints", { ...TOOL, annotations: { readOnlyHint: true } }, false],
];

test.each(PINNED)("a pin and %s", (_, tool, same) => {
  expect(toolDigest(tool) === toolDigest(TOOL)).toBe(same);
  expect(toolDigest(tool)).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("a pin is over the RFC 8785 form", () => {
  // printf '{"description":"x","name":"a"}' | sha256sum
  expect(toolDigest({ name: "a", description: "x", title: "t" })).toBe(
    "sha256:65fb4710c03bd0916615858be11197c36702700ae8938d6578ecf373a15550de",
  );
});
