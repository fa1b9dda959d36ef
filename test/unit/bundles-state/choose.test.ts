import { describe, expect, test } from "vitest";
import { chooseBundle } from "../../../src/bundles/choose.ts";
import { bundleBefore } from "../../../src/bundles/history.ts";
import type { ActivationCause, BundleOrder } from "../../../src/domain/bundle-state.ts";

function orderOf(changes: Partial<BundleOrder>): BundleOrder {
  const none = { digest: "", passed_over: [], by: "alice", reason: "", at_ms: 0 };
  return { tenant: "t", kind: "none", command: "unpin", ...none, ...changes };
}

const PIN_A = orderOf({ kind: "pin", command: "pin", digest: "a" });
const HOLD_A = orderOf({ kind: "hold", command: "rollback", digest: "a", passed_over: ["b"] });

describe("what is used", () => {
  test.each<[string, string | undefined, BundleOrder | undefined, string | undefined]>([
    ["what the source offers", "b", undefined, "b"],
    ["nothing, while nobody says anything", undefined, undefined, undefined],
    ["what is pinned, whatever is offered", "b", PIN_A, "a"],
    ["what is pinned, though the source is away", undefined, PIN_A, "a"],
    ["what is held, against what it was ordered against", "b", HOLD_A, "a"],
    ["what is held, though the source is away", undefined, HOLD_A, "a"],
    ["what is held, when the source offers it", "a", HOLD_A, "a"],
    ["what is offered anew, which ends a hold", "c", HOLD_A, "c"],
    ["what is offered, when an order was taken back", "b", orderOf({}), "b"],
    ["nothing of an order that was taken back", undefined, orderOf({}), undefined],
  ])("%s", (_, offered, order, expected) => {
    expect(chooseBundle(offered, order)?.digest).toBe(expected);
  });

  test("and on whose word", () => {
    expect(chooseBundle("b", HOLD_A)?.ordered).toBe(HOLD_A);
    expect(chooseBundle("c", HOLD_A)?.ordered).toBeUndefined();
  });
});

describe("what a rollback goes to", () => {
  /** Newest first: digest and cause. */
  const cases: [string, string, [string, ActivationCause][], string | undefined][] = [
    [
      "the one before",
      "b",
      [
        ["b", "source"],
        ["a", "start"],
      ],
      "a",
    ],
    ["nothing, where there was one only", "a", [["a", "start"]], undefined],
    ["nothing of a bundle that never was in use", "x", [["x", "start"]], undefined],
    [
      "one further, after a rollback",
      "b",
      [
        ["b", "rollback"],
        ["c", "source"],
        ["b", "source"],
        ["a", "start"],
      ],
      "a",
    ],
    [
      "another one, though replicas say the same twice",
      "c",
      [
        ["c", "source"],
        ["c", "source"],
        ["b", "source"],
        ["b", "source"],
      ],
      "b",
    ],
    [
      "the one before its last coming",
      "a",
      [
        ["a", "source"],
        ["b", "source"],
        ["a", "start"],
      ],
      "b",
    ],
    [
      "what is newest, when the present one came by a rollback only",
      "z",
      [
        ["z", "rollback"],
        ["b", "source"],
      ],
      "b",
    ],
  ];
  test.each(cases)("%s", (_, current, history, expected) => {
    const activations = history.map(([digest, cause]) => ({
      ...{ tenant: "t", slot: "active" as const, previous: "", by: "", reason: "", at_ms: 0, replica: "r" },
      digest,
      cause,
    }));
    expect(bundleBefore(current, activations)).toBe(expected);
  });

  test("never a candidate", () => {
    const common = { tenant: "t", previous: "", by: "", reason: "", at_ms: 0, replica: "r", cause: "source" } as const;
    const history = [
      { ...common, slot: "active", digest: "b" },
      { ...common, slot: "candidate", digest: "c" },
      { ...common, slot: "active", digest: "a" },
    ] as const;
    expect(bundleBefore("b", history)).toBe("a");
  });
});
