import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshnessOf } from "../../../src/bundles/freshness.ts";
import { inShare, stickyKey } from "../../../src/bundles/share.ts";

describe("a share", () => {
  const key = fc.string({ minLength: 1 });

  test("always says the same of a key, and keeps who is in as it grows", () => {
    fc.assert(
      fc.property(
        key,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (k, a, b) => {
          const [small, large] = a < b ? [a, b] : [b, a];
          expect(inShare("t", k, small)).toBe(inShare("t", k, small));
          if (inShare("t", k, small)) expect(inShare("t", k, large)).toBe(true);
        },
      ),
    );
  });

  test("of none has nobody, of all everybody", () => {
    fc.assert(fc.property(key, (k) => !inShare("t", k, 0) && inShare("t", k, 1)));
  });

  test.each([0.01, 0.1, 0.5, 0.9])("of %d is about that large", (share) => {
    const keys = Array.from({ length: 20_000 }, (_, index) => stickyKey(`s-${index}`, "", ""));
    const part = keys.filter((k) => inShare("t", k, share)).length / keys.length;
    // Five standard deviations of a fair draw.
    expect(Math.abs(part - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / keys.length));
  });

  test("of one tenant is not that of another", () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => `k-${index}`);
    expect(keys.filter((k) => inShare("a", k, 0.5) !== inShare("b", k, 0.5)).length).toBeGreaterThan(300);
  });
});

test("calls of a session belong together whoever makes them, others by agent and task", () => {
  expect(stickyKey("s", "a", "t")).toBe(stickyKey("s", "b", "u"));
  const others = [stickyKey("", "a", "t"), stickyKey("", "a", "u"), stickyKey("", "b", "t"), stickyKey("a", "", "")];
  expect(new Set(others).size).toBe(4);
  // No id of one can be spelled so that it looks like two of the other.
  expect(stickyKey("", "a", "b c")).not.toBe(stickyKey("", "a b", "c"));
});

describe("freshness", () => {
  test.each([
    [10_000, 0, { stale: false, age_s: 10 }],
    [10_000, 10, { stale: false, age_s: 10 }],
    [11_000, 10, { stale: true, age_s: 11 }],
    [10_999, 10, { stale: false, age_s: 10 }],
    // A clock that was set back makes nothing stale.
    [-5_000, 10, { stale: false, age_s: 0 }],
  ])("after %d ms, of at most %d s", (afterMs, maxAgeS, expected) => {
    expect(freshnessOf(1_000_000, 1_000_000 + afterMs, maxAgeS)).toEqual(expected);
  });
});
