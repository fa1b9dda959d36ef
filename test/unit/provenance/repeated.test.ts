import { expect, test } from "vitest";
import { saidByUser } from "../../../src/provenance/repeated.ts";
import { saidBy } from "../../../src/provenance/results.ts";

test("what the user says is what it is at first, however often it is said", () => {
  const texts = Array.from(
    { length: 600 },
    (_, n) => `Pay invoice ${n + 10_000} to bob-${n}@example.com, ${"please ".repeat(n)}`,
  );
  for (const text of [...texts, ...texts.toReversed(), ...texts.slice(0, 9), ...texts.slice(0, 9)]) {
    expect(saidByUser(text)).toEqual(saidBy("user", text));
  }
  const [first = ""] = texts;
  expect(saidByUser(first)).toBe(saidByUser(first));
});
