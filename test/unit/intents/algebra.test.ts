import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { MAX_ALLOWANCES } from "../../../src/domain/allowance.ts";
import type { Allowance } from "../../../src/domain/identity.ts";
import { meet, narrows } from "../../../src/intents/algebra.ts";
import { allowances, allows, lifts, permits, situations, termsOf, variantsOf } from "../../support/intents.ts";

const CALLS = fc.array(situations, { minLength: 40, maxLength: 40 });
const RUNS = { numRuns: 3_000 };

function isNarrower(parent: readonly Allowance[], child: readonly Allowance[]): boolean {
  return narrows(termsOf(parent), termsOf(child)).length === 0;
}

describe("what is derived", () => {
  it("permits nothing that its parent does not, and lets nothing go without a person that its parent would not", () => {
    let accepted = 0;
    let permitted = 0;
    const pairs = allows.chain((parent) => fc.tuple(fc.constant(parent), variantsOf(parent), CALLS));
    fc.assert(
      fc.property(pairs, ([parent, child, calls]) => {
        if (!isNarrower(parent, child)) return;
        accepted++;
        for (const call of calls) {
          if (permits(child, call)) permitted++;
          // The same as: what both permit is what the child permits.
          expect(permits(child, call) && !permits(parent, call)).toBe(false);
          expect(lifts(child, call) && !lifts(parent, call)).toBe(false);
        }
      }),
      RUNS,
    );
    // The property says nothing about what is never accepted, nor about intents that permit nothing.
    expect(accepted).toBeGreaterThan(RUNS.numRuns / 10);
    expect(permitted).toBeGreaterThan(100);
  });

  it("is narrower than its parent's parent too", () => {
    let chains = 0;
    const families = allows.chain((a) =>
      variantsOf(a).chain((b) => fc.tuple(fc.constant(a), fc.constant(b), variantsOf(b))),
    );
    fc.assert(
      fc.property(families, ([a, b, c]) => {
        if (!isNarrower(a, b) || !isNarrower(b, c)) return;
        chains++;
        expect(isNarrower(a, c)).toBe(true);
      }),
      RUNS,
    );
    expect(chains).toBeGreaterThan(RUNS.numRuns / 50);
  });

  it("may be the same as its parent", () => {
    fc.assert(fc.property(allows, (same) => narrows(termsOf(same), termsOf(same)).length === 0));
  });
});

describe("what two intents both permit", () => {
  it("is never more than either", () => {
    fc.assert(
      fc.property(allows, allows, CALLS, (a, b, calls) => {
        for (const call of calls) {
          if (permits(meet(a, b), call)) expect([permits(a, call), permits(b, call)]).toEqual([true, true]);
          if (lifts(meet(a, b), call)) expect([lifts(a, call), lifts(b, call)]).toEqual([true, true]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("is all of it, where an allowance can say it: one currency, calls counted under one verb, no look-ups by programs", () => {
    const sayable = fc
      .array(
        allowances([
          "verb",
          "resource",
          "destinations",
          "max_amount",
          "max_total",
          "max_sensitivity",
          "not_before",
          "not_after",
        ]),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map((list) => list.map((allowance) => ({ ...allowance, currency: "USD" })));
    let both = 0;
    const near = sayable.chain((a) => fc.tuple(fc.constant(a), fc.oneof(sayable, variantsOf(a)), CALLS));
    fc.assert(
      fc.property(near, ([a, b, calls]) => {
        const others = b.map(({ max_calls: _, ...allowance }) => ({ ...allowance, currency: "USD" }));
        for (const call of calls.filter(({ act, callVerb }) => act.verb === callVerb)) {
          const expected = permits(a, call) && permits(others, call);
          if (expected) both++;
          expect(permits(meet(a, others), call)).toBe(expected);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(both).toBeGreaterThan(100);
  });

  it("is what is derived, where that is narrower", () => {
    const pairs = allows.chain((parent) => fc.tuple(fc.constant(parent), variantsOf(parent), CALLS));
    fc.assert(
      fc.property(pairs, ([parent, child, calls]) => {
        if (!isNarrower(parent, child)) return;
        for (const call of calls) expect(permits(meet(parent, child), call)).toBe(permits(child, call));
      }),
      RUNS,
    );
  });
});

it("of two long lists is told to be too much without making all pairs", () => {
  const amounts = (field: "max_amount" | "max_total") =>
    Array.from({ length: MAX_ALLOWANCES }, (_, n): Allowance => ({ verb: "payment.*", [field]: `${n}` }));
  expect(meet(amounts("max_amount"), amounts("max_total"))).toHaveLength(MAX_ALLOWANCES + 1);
  // Each once.
  expect(meet(amounts("max_amount"), [{ verb: "payment.*", max_amount: "1" }])).toHaveLength(2);
});

const PARENT: Allowance = {
  verb: "payment.*",
  resource: "order:*",
  destinations: ["@acme.example", "*.acme.example"],
  max_amount: "100",
  max_total: "500",
  currency: "EUR",
  max_sensitivity: "confidential",
  not_after: "2026-11-20T12:00:00.000Z",
};
const CHILD: Allowance = {
  ...PARENT,
  verb: "payment.refund",
  resource: "order:123",
  destinations: ["bob@acme.example", "api.acme.example", "https://api.acme.example/v1", "*.eu.acme.example"],
  max_amount: "50",
  max_sensitivity: "internal",
};

describe("a child is refused by the field that is wider", () => {
  const { max_amount: _amount, ...unlimited } = CHILD;
  const { currency: _currency, ...anyCurrency } = CHILD;
  const { resource: _resource, ...anywhere } = CHILD;
  const WIDER: readonly (readonly [string, Allowance, readonly string[]])[] = [
    ["another domain of verbs", { ...CHILD, verb: "file.read" }, ["/allows/0/verb"]],
    ["all verbs of a domain whose name begins alike", { ...CHILD, verb: "payments.*" }, ["/allows/0/verb"]],
    ["no resource", anywhere, ["/allows/0/resource"]],
    ["a resource out of the prefix", { ...CHILD, resource: "order:1/../2" }, ["/allows/0/resource"]],
    ["a wider prefix", { ...CHILD, resource: "ord*" }, ["/allows/0/resource"]],
    ["anybody", { ...CHILD, destinations: ["*"] }, ["/allows/0/destinations"]],
    ["a domain that ends alike", { ...CHILD, destinations: ["bob@evilacme.example"] }, ["/allows/0/destinations"]],
    ["a host that ends alike", { ...CHILD, destinations: ["evilacme.example"] }, ["/allows/0/destinations"]],
    [
      "a URL with the domain in its path",
      { ...CHILD, destinations: ["https://evil.example/@acme.example"] },
      ["/allows/0/destinations"],
    ],
    [
      "a URL with the domain as its user",
      { ...CHILD, destinations: ["https://api.acme.example@evil.example/"] },
      ["/allows/0/destinations"],
    ],
    ["a whole top-level domain", { ...CHILD, destinations: ["*.example"] }, ["/allows/0/destinations"]],
    ["a larger amount", { ...CHILD, max_amount: "100.000000000000000001" }, ["/allows/0/max_amount"]],
    ["no limit of the amount", unlimited, ["/allows/0/max_amount"]],
    ["a larger total", { ...CHILD, max_total: "501" }, ["/allows/0/max_total"]],
    ["another currency", { ...CHILD, currency: "JPY" }, ["/allows/0/currency"]],
    ["any currency", anyCurrency, ["/allows/0/currency"]],
    ["more sensitive data", { ...CHILD, max_sensitivity: "restricted" }, ["/allows/0/max_sensitivity"]],
    ["a later end", { ...CHILD, not_after: "2026-11-20T12:00:00.001Z" }, ["/allows/0/not_after"]],
    ["what is privileged", { ...CHILD, max_tier: "privileged" }, ["/allows/0/max_tier"]],
    ["two of them", { ...CHILD, max_total: "501", max_amount: "101" }, ["/allows/0/max_amount", "/allows/0/max_total"]],
  ];
  test.each(WIDER)("%s", (_, child, pointers) => {
    expect(narrows(termsOf([PARENT]), termsOf([child])).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it("and is taken when none is", () => {
    expect(narrows(termsOf([PARENT]), termsOf([CHILD]))).toEqual([]);
  });

  it("by the parent's allowance that comes nearest", () => {
    const parent = termsOf([
      { verb: "file.read" },
      { verb: "payment.refund", max_amount: "10" },
      { verb: "payment.*", resource: "x", max_amount: "1" },
    ]);
    const child = termsOf([
      { verb: "file.read", resource: "a" },
      { verb: "payment.refund", max_amount: "20" },
    ]);
    expect(narrows(parent, child).map(({ pointer }) => pointer)).toEqual(["/allows/1/max_amount"]);
  });

  it("when its calls would be counted under a narrower verb than the parent's", () => {
    const parent = termsOf([{ verb: "payment.*", max_calls: 2 }]);
    const child = termsOf([{ verb: "payment.refund", max_calls: 2 }]);
    expect(narrows(parent, child).map(({ pointer }) => pointer)).toEqual(["/allows/0/verb"]);
  });

  const TERMS: readonly (readonly [string, Parameters<typeof termsOf>[1], string])[] = [
    ["another task", { task: "tsk_2" }, "/task"],
    ["on another's behalf", { on_behalf_of: "user:eve" }, "/on_behalf_of"],
    ["a later expiry", { expires_at_ms: 3_600_001 }, "/expires_at"],
    ["an earlier beginning", { not_before_ms: -1 }, "/not_before"],
  ];
  test.each(TERMS)("%s", (_, changes, pointer) => {
    expect(narrows(termsOf([PARENT]), termsOf([CHILD], changes)).map((violation) => violation.pointer)).toEqual([
      pointer,
    ]);
  });

  it("but not by its purpose, nor by the agent that may use it", () => {
    expect(narrows(termsOf([PARENT]), termsOf([CHILD], { purpose: "a part", agents: ["agent:b"] }))).toEqual([]);
  });
});
