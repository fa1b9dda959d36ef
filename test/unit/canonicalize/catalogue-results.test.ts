import { expect, test } from "vitest";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import type { JsonValue } from "../../../src/domain/json.ts";

const compiled = (results: JsonValue) =>
  compileCatalogue({ crm: { server: "crm", tools: { search: { verb: "contact.read", results } } } }).find(
    "crm",
    "search",
  )?.results;

test("what of a tool's results is believed is read from its entry", () => {
  expect(compiled({ trust: "text", format: "yaml", fields: { "/*/email": "directory" } })).toEqual({
    trust: "text",
    format: "yaml",
    fields: [{ pointer: ["*", "email"], trust: "directory" }],
  });
  expect(compiled({})).toEqual({ fields: [] });
});

test.each<[string, JsonValue, string]>([
  ["no object", "directory", "/catalog/crm/tools/search/results"],
  ["a field that is none", { trusted: true }, "/catalog/crm/tools/search/results"],
  ["a trust that is none", { trust: "user" }, "/catalog/crm/tools/search/results/trust"],
  ["a format that is none", { format: "xml" }, "/catalog/crm/tools/search/results/format"],
  ["fields that are a list", { fields: ["/a"] }, "/catalog/crm/tools/search/results/fields"],
  ["no pointer", { fields: { email: "text" } }, "/catalog/crm/tools/search/results/fields/email"],
  ["a field's trust that is none", { fields: { "/a": "yes" } }, "/catalog/crm/tools/search/results/fields/~1a"],
])("%s is refused, with its place", (_, results, place) => {
  expect(() => compiled(results)).toThrow(place);
});
