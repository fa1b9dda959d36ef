import { describe, expect, it, test } from "vitest";
import { canonicalize } from "../../../src/canonicalize/canonicalize.ts";
import { compileCatalogue } from "../../../src/canonicalize/catalogue/compile.ts";
import { addDecimals } from "../../../src/domain/decimal.ts";
import type { Verdict } from "../../../src/domain/decision.ts";
import {
  newSession,
  resume,
  type StoredSession,
  sessionView,
  suspend,
  withOutcome,
} from "../../../src/domain/session-state.ts";
import { advance, isDenial, type Step } from "../../../src/situate/advance.ts";
import { requestOf } from "../../support/values.ts";

const catalogue = compileCatalogue({ t: { server: "t", tools: { read: { verb: "file.read" } } } });
const AT_MS = Date.parse("2026-11-20T15:04:05.123Z");

function actionOf(action: Readonly<Record<string, unknown>>): Step["action"] {
  return canonicalize(requestOf({ action: action as never }), catalogue).action;
}

const pay = actionOf({
  verb: "payment.transfer",
  tool: { server: "t", name: "read" },
  amount: { value: "0.10", currency: "EUR" },
  destinations: [{ kind: "iban", value: "DE1" }, { kind: "iban", value: "DE1" }, { kind: "iban", value: "DE2" }],
}); // biome-ignore format: short
const list = actionOf({ verb: "record.list", tool: { server: "t", name: "read" }, count: 40 });
const unknown = actionOf({ verb: "unknown", tool: { server: "x", name: "y" } });

const NOTHING: Verdict["session"] = { add_labels: [], revoke: false };
const reason = { code: "no", message: "", rule: "policy.x", controls: [] };
const allow: Verdict = { effect: "allow", reasons: [], obligations: [], session: NOTHING };
const block: Verdict = { ...allow, effect: "block", reasons: [reason] };
const asking: Verdict = { ...block, approval: { approvers: ["role:approver"] } as never };
const failed: Verdict = { ...block, reasons: [{ ...reason, rule: "writ.evaluate" }] };

const stepOf = (verdict: Verdict, changes: Partial<Step> = {}): Step => {
  return {
    tenant: "default",
    decision_id: "dec_1",
    at_ms: AT_MS,
    action: pay,
    verdict,
    asked: true,
    in_flight_ttl_s: 900,
    ...changes,
  };
};
const before: StoredSession = { ...newSession("s", "", AT_MS), labels: ["a"] };
const view = (session: typeof before) => sessionView(session, AT_MS, 900);

describe("the session after a decision", () => {
  it("has counted, summed and labelled what goes on", () => {
    const after = advance(before, stepOf({ ...allow, session: { add_labels: ["b", "a"], revoke: false } }));
    const counts = {
      calls: 1,
      by_verb: { "payment.transfer": 1 },
      by_tool: { "t/read": 1 },
      spent: { EUR: "0.10" },
      records: 0,
      destinations: 2,
    };
    const source = { decision_id: "dec_1", tool: "t/read", at: "2026-11-20T15:04:05.123Z" };
    expect(view(after)).toEqual({
      ...view(before),
      ...counts,
      in_flight: 1,
      in_flight_by_verb: { "payment.transfer": 1 },
      in_flight_by_tool: { "t/read": 1 },
      labels: ["a", "b"],
      sources: { b: source },
      windows: { minute: counts, hour: counts, day: counts },
    });
    const again = advance(
      after,
      stepOf({ ...allow, session: { add_labels: ["b"], revoke: false } }, { decision_id: "dec_2", action: list }),
    );
    expect(view(again)).toMatchObject({
      calls: 2,
      records: 40,
      destinations: 2,
      spent: { EUR: "0.10" },
      sources: { b: source },
    });
  });

  it("has spent as much by an amount of less than nothing", () => {
    const back = advance(before, stepOf(allow, { action: { ...pay, amount: { value: "-0.10", currency: "EUR" } } }));
    expect(view(back).spent).toEqual({ EUR: "0.10" });
  });

  it("is the same object where nothing is another", () => {
    for (const verdict of [asking, failed, { ...block, session: { add_labels: ["a"], revoke: false } }]) {
      expect(advance(before, stepOf(verdict, { asked: verdict !== block && verdict === asking }))).toBe(before);
    }
    expect(advance(before, stepOf(block, { asked: false }))).toBe(before);
  });

  test.each([
    ["a policy's no", block, true, true],
    ["a question to a person", asking, true, false],
    ["a policy that failed", failed, true, false],
    ["what no policy was asked about", block, false, false],
    ["a yes", allow, true, false],
  ])("holds against it %s: %#", (_, verdict, asked, denial) => {
    expect(isDenial({ verdict, asked })).toBe(denial);
    const refused = advance(before, stepOf(block));
    expect(refused.denials).toBe(1);
    const after = advance(refused, stepOf(verdict, { asked }));
    expect(after.denials).toBe(verdict === allow ? 0 : denial ? 2 : 1);
  });

  it("has points, unknown tools and denials up to a bound, from where on a refusal changes nothing", () => {
    const risky = advance(before, stepOf({ ...block, session: { ...NOTHING, add_risk: 7 } }, { action: unknown }));
    expect(risky).toMatchObject({ risk: 7, unknown_tools: 1, denials: 1 });
    const full = { ...before, risk: 1_000_000, unknown_tools: 1000, denials: 1000 };
    expect(advance(full, stepOf({ ...block, session: { ...NOTHING, add_risk: 7 } }, { action: unknown }))).toBe(full);
  });

  it("keeps the first labels, and one more that says that there were others", () => {
    const many = { ...before, labels: Array.from({ length: 255 }, (_, n) => `l${n}`) };
    const after = advance(many, stepOf({ ...allow, session: { add_labels: ["y", "z"], revoke: false } }));
    expect(after.labels).toHaveLength(257);
    expect(Object.keys(after.sources)).toEqual(["y", "other"]);
    expect(advance(after, stepOf({ ...block, session: { add_labels: ["q"], revoke: false } }, { asked: false }))).toBe(
      after,
    );
  });
});

describe("a session that policy revokes", () => {
  const revoked = advance(
    before,
    stepOf({ ...block, session: { ...NOTHING, revoke: true, revoke_codes: ["a", "b"] } }),
  );

  it("is suspended, in another epoch, with what led to it", () => {
    expect(revoked).toMatchObject({
      epoch: 1,
      suspended: { at_ms: AT_MS, by: "policy", reason: "a, b", decision_id: "dec_1" },
    });
    const unnamed = advance(before, stepOf({ ...block, session: { ...NOTHING, revoke: true } }));
    expect(unnamed.suspended?.reason).toBe("no");
  });

  it("is suspended once", () => {
    expect(suspend(revoked, { at_ms: 9, by: "ops", reason: "again", decision_id: "" })).toBe(revoked);
  });

  it("goes on with nothing held against it, in another epoch", () => {
    const { suspended: _, ...rest } = { ...revoked, denials: 0, epoch: 2 };
    expect(resume({ ...revoked, risk: 9, unknown_tools: 9 })).toEqual(rest);
  });
});

test("an outcome ends the flight of its call, and of no other", () => {
  const [one, other] = [stepOf(allow), stepOf(allow, { action: list, at_ms: AT_MS + 61_000 })];
  const flying = advance(advance(before, one), other);
  const shown = (session: typeof before) => sessionView(session, other.at_ms, 900).in_flight_by_verb;
  expect(shown(flying)).toEqual({ "payment.transfer": 1, "record.list": 1 });
  const landed = withOutcome(flying, { verb: "record.list", tool: "t/read", at_ms: other.at_ms });
  expect(shown(landed)).toEqual({ "payment.transfer": 1 });
  expect(withOutcome(landed, { verb: "record.list", tool: "t/read", at_ms: other.at_ms })).toBe(landed);
});

describe("exact sums", () => {
  const SUMS: readonly [string, string, string][] = [
    ["0.1", "0.2", "0.3"],
    ["98.70", "1.3", "100.00"],
    ["9007199254740993", "1", "9007199254740994"],
    ["-0.5", "0.25", "-0.25"],
    ["0", "-3", "-3"],
  ];
  it.each(SUMS)("%s + %s", (a, b, sum) => {
    expect(addDecimals(a, b)).toBe(sum);
    expect(addDecimals(b, a)).toBe(sum);
  });
});
