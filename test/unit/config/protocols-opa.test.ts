import { expect, test } from "vitest";
import { readOpa } from "../../../src/config/protocols-opa.ts";
import type { JsonValue } from "../../../src/domain/json.ts";
import { OPA_DEFAULTS } from "../../../src/domain/protocols.ts";

const read = (value: JsonValue) => readOpa(value, "/opa");

test("nothing set is the defaults, and nothing of the bundle's data can be read", () => {
  expect(read({})).toEqual(OPA_DEFAULTS);
  expect(OPA_DEFAULTS.documents).toEqual([]);
});

test("paths replace the defaults, and the default decision goes with them", () => {
  expect(read({ paths: { "acme/authz": "kong" } })).toEqual({
    paths: { "acme/authz": "kong" },
    default_decision: "",
    documents: [],
  });
  expect(read({ default_decision: "writ/main/allow" }).default_decision).toBe("writ/main/allow");
});

test.each<[string, JsonValue, string]>([
  ["a shape that nobody knows", { paths: { a: "smoke" } }, "/opa/paths/a"],
  ["a path with the prefix of the API", { paths: { "/v1/data/a": "kong" } }, "/opa/paths/~1v1~1data~1a"],
  ["a path below another", { paths: { a: "kong", "a/b": "kong" } }, "/opa/paths/a~1b"],
  ["a default that is no path", { default_decision: "x" }, "/opa/default_decision"],
  ["a document that holds a decision", { documents: ["writ"] }, "/opa/documents/0"],
  ["a document within a decision", { documents: ["writ/main/allow/x"] }, "/opa/documents/0"],
  ["all data", { documents: [""] }, "/opa/documents/0"],
  ["an unknown field", { rules: [] }, "/opa/rules"],
])("%s is refused", (_, value, pointer) => {
  expect(() => read(value)).toThrow(pointer);
});
