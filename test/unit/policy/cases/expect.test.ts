import { describe, expect, test } from "vitest";
import type { Expectation } from "../../../../src/policy/cases/case.ts";
import { matches, mismatchesOf } from "../../../../src/policy/cases/expect.ts";
import type { JudgedCase } from "../../../../src/policy/cases/judge.ts";

test.each([
  [1, 1, true],
  [1, "1", false],
  [{}, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, true],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, true],
  [["a", "b"], ["b", "a"], true],
  [["a"], ["a", "b"], false],
  [["a", "a"], ["a", "b"], false],
  [[{ a: 1 }], [{ a: 1, b: 2 }], true],
  [[], undefined, false],
  [{ a: 1 }, [1], false],
  [null, null, true],
])("%j matches %j: %s", (wanted, actual, fits) => {
  expect(matches(wanted as never, actual as never)).toBe(fits);
});

const JUDGED = {
  verdict: {
    effect: "allow",
    reasons: [{ code: "intent_allows", message: "", rule: "policy.intent", controls: [] }],
    obligations: [{ type: "notify", fulfillment: "required", channel: "security" }],
    grant: { audience: "payments", scopes: ["refund", "read"], ttl_s: 60, single_use: true },
    session: { add_labels: ["read:internal"], revoke: false },
  },
  action: { verb: "payment.refund", tier: "bounded_write", amount: { value: "50", currency: "EUR" } },
  input: "{}",
} as unknown as JudgedCase;

describe("an expectation", () => {
  const fits: Expectation = {
    effect: "allow",
    reasons: ["intent_allows"],
    not_reasons: ["over_limit"],
    obligations: ["notify", { type: "notify", channel: "security" }],
    grant: { audience: "payments", scopes: ["read", "refund"] },
    approval: "none",
    labels: ["read:internal"],
    action: { verb: "payment.refund", amount: { currency: "EUR" } },
  };

  const wrong: readonly (readonly [Partial<Expectation>, string, RegExp])[] = [
    [{ effect: "block" }, "expect.effect", /the effect is allow, not block/],
    [{ reasons: ["intent_allows", "other"] }, "expect.reasons.1", /no reason other/],
    [{ not_reasons: ["intent_allows"] }, "expect.not_reasons.0", /there is a reason intent_allows/],
    [{ obligations: ["redact"] }, "expect.obligations.0", /no obligation redact/],
    [{ obligations: [{ type: "notify", channel: "sales" }] }, "expect.obligations.0", /no obligation \{/],
    [{ grant: "none" }, "expect.grant", /there is a grant/],
    [{ grant: { ttl_s: 30 } }, "expect.grant.ttl_s", /ttl_s is 60, not 30/],
    [{ approval: { template: "weekly" } }, "expect.approval", /there is no approval/],
    [{ labels: ["untrusted_input"] }, "expect.labels.0", /label untrusted_input/],
    [{ action: { tier: "privileged" } }, "expect.action.tier", /tier is bounded_write, not privileged/],
    [{ action: { resource: { uri: "order:1" } } }, "expect.action.resource", /resource is absent/],
  ];

  test("that holds", () => {
    expect(mismatchesOf({ name: "a", expect: fits }, JUDGED)).toEqual([]);
  });

  test.each(wrong)("that does not hold: %j", (changes, place, message) => {
    const [found, ...more] = mismatchesOf({ name: "a", expect: { ...fits, ...changes } }, JUDGED);
    expect(found?.keys.join(".")).toBe(place);
    expect(found?.message).toMatch(message);
    expect(more).toEqual([]);
  });
});
