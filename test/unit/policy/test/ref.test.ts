import { expect, test } from "vitest";
import { refParts } from "../../../../src/policy/test/ref.ts";

test.each([
  ["data.a.b", ["data", "a", "b"]],
  ["test_x", ["test_x"]],
  ["test_x#01", ["test_x#01"]],
  ['data["a-b"].c', ["data", "a-b", "c"]],
  ['nested["test_x#01"]', ["nested", "test_x#01"]],
  ['data["a\\"].b[\\n"]', ["data", 'a"].b[\n']],
  ['data["a"]["b"]', ["data", "a", "b"]],
])("%s has the parts %j", (ref, parts) => {
  expect(refParts(ref)).toEqual(parts);
});

test.each(["data.", "data[0]", "a b", ""])("%j is no reference, or an empty one", (ref) => {
  const parts = (): readonly string[] => refParts(ref);
  if (ref === "" || ref === "data.") expect(parts()).toEqual(ref === "" ? [] : ["data"]);
  else expect(parts).toThrow(SyntaxError);
});
