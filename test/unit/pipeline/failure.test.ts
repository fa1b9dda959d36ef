import { expect, test } from "vitest";
import { describeFailure } from "../../../src/domain/failure.ts";

test("what nobody foresaw is told by type and place, never by its message", () => {
  const described = describeFailure(new TypeError("cannot read SECRET\n    of many lines"));
  expect(described.error).toBe("TypeError");
  expect(described.at).toContain("failure.test.ts");
  expect(JSON.stringify(described)).not.toContain("SECRET");
  expect(describeFailure("SECRET")).toEqual({ error: "string", at: "" });
});
