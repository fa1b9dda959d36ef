import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDecimals } from "../../../src/domain/decimal.ts";
import {
  type CountedCall,
  countCall,
  kindIndex,
  NO_USAGE,
  totalOf,
  type Usage,
  usageOfCounts,
  windowsOf,
} from "../../../src/domain/usage.ts";
import { VERBS } from "../../../src/domain/vocabulary.ts";

const START = Date.parse("2026-11-20T15:04:05.123Z");
const WINDOWS = [
  ["minute", 60_000, 10_000],
  ["hour", 3_600_000, 600_000],
  ["day", 86_400_000, 7_200_000],
] as const;

function callOf(changes: Partial<CountedCall> = {}): CountedCall {
  return { verb: "file.read", tool: "fs/read", records: 0, destinations: [], ...changes };
}

interface Timed {
  readonly call: CountedCall;
  readonly at: number;
}

function usageOf(calls: readonly Timed[]): Usage {
  return calls.reduce((usage, { call, at }) => countCall(usage, call, at), NO_USAGE);
}

/** What the calls of a span come to, counted the long way. */
function recount(calls: readonly Timed[], from: number) {
  const within = calls.filter(({ at }) => at > from).map(({ call }) => call);
  const spent = within.reduce((sum, { spent }) => addDecimals(sum, spent?.value ?? "0.00"), "0.00");
  return {
    calls: within.length,
    refunds: within.filter(({ verb }) => verb === "payment.refund").length,
    spent: Number(spent),
    records: within.reduce((sum, { records }) => sum + records, 0),
    destinations: new Set(within.flatMap(({ destinations }) => destinations)).size,
  };
}

function shown(usage: Usage, span: "minute" | "hour" | "day", now: number) {
  const { calls, by_verb, spent, records, destinations } = windowsOf(usage, now)[span];
  return { calls, refunds: by_verb["payment.refund"] ?? 0, spent: Number(spent["EUR"] ?? 0), records, destinations };
}

const anyCall = fc.record({
  call: fc.record({
    verb: fc.constantFrom("file.read", "payment.refund", "message.send"),
    tool: fc.constantFrom("a/x", "a/y", "z"),
    spent: fc.integer({ min: 0, max: 9_999 }).map((cents) => ({ currency: "EUR", value: (cents / 100).toFixed(2) })),
    records: fc.nat(50),
    destinations: fc.uniqueArray(fc.integer({ min: 0, max: 300 }).map(String), { maxLength: 20 }),
  }),
  // From calls of one burst to days between them.
  gap: fc.oneof(fc.nat(2_000), fc.nat(90_000), fc.nat(4_000_000), fc.nat(100_000_000)),
});

/** Calls in the order of time, and the time after the last. */
function timed(steps: readonly { readonly call: CountedCall; readonly gap: number }[]): readonly Timed[] {
  let at = START;
  return steps.map(({ call, gap }) => {
    at += gap;
    return { call, at };
  });
}

describe("what calls of a window come to", () => {
  test("is never less than what they do, and at most what they do with one span more", () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 60 }), fc.nat(7_200_000), (steps, rest) => {
        const calls = timed(steps);
        const now = (calls.at(-1)?.at ?? START) + rest;
        const usage = usageOf(calls);
        for (const [span, windowMs, spanMs] of WINDOWS) {
          const counted = shown(usage, span, now);
          const least = recount(calls, now - windowMs);
          // A bucket that grew into a longer one is as old as the longer one's youngest may be.
          const most = recount(calls, now - windowMs - spanMs - 1000);
          expect(counted.calls).toBeGreaterThanOrEqual(least.calls);
          expect(counted.calls).toBeLessThanOrEqual(most.calls);
          for (const part of ["refunds", "records", "destinations"] as const) {
            expect(counted[part]).toBeGreaterThanOrEqual(least[part]);
          }
          expect(counted.refunds).toBeLessThanOrEqual(most.refunds);
          expect(counted.records).toBeLessThanOrEqual(most.records);
          expect(counted.spent).toBeGreaterThanOrEqual(least.spent - 1e-6);
          expect(counted.spent).toBeLessThanOrEqual(most.spent + 1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("and of all of them is exact", () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 60 }), (steps) => {
        const calls = timed(steps);
        const all = recount(calls, 0);
        const total = totalOf(usageOf(calls));
        expect([total.calls, total.records]).toEqual([all.calls, all.records]);
        expect(Number(total.spent["EUR"] ?? 0)).toBeCloseTo(all.spent, 6);
        expect(total.by_verb["payment.refund"] ?? 0).toBe(all.refunds);
        expect(total.destinations).toBeGreaterThanOrEqual(all.destinations);
      }),
    );
  });

  test("is not lost when a clock that is behind counts into it", () => {
    const usage = usageOf([
      { call: callOf(), at: START },
      { call: callOf(), at: START - 45_000 },
    ]);
    expect(windowsOf(usage, START).minute.calls).toBe(2);
  });
});

describe("what is bounded stays countable", () => {
  test("tools by name: what comes later is counted as others, under its verb", () => {
    const verbs = ["file.read", "payment.refund", "x-acme.do"];
    const calls = verbs.flatMap((verb) => Array.from({ length: 200 }, (_, n) => callOf({ verb, tool: `t/${n}` })));
    const usage = usageOf(calls.map((call) => ({ call, at: START })));
    expect(usage.kinds.length).toBeLessThanOrEqual(128 + verbs.length);
    const { by_tool, by_verb, calls: all } = totalOf(usage);
    expect([all, by_verb["file.read"], by_verb["payment.refund"], by_verb["other"]]).toEqual([600, 200, 200, 200]);
    expect(by_tool["other"]).toBe(600 - 128);
  });

  test("a long name is cut to whole characters, since PostgreSQL takes no others", () => {
    const tool = `${"t".repeat(127)}\u{1F600}`;
    const usage = usageOf([{ call: callOf({ tool }), at: START }]);
    expect(Object.keys(totalOf(usage).by_tool)).toEqual([`${"t".repeat(127)}\uFFFD`]);
    expect(kindIndex(usage.kinds, "file.read", tool)).toBe(0);
  });

  test("and no standard verb ever is, whatever was called before it", () => {
    const noise = Array.from({ length: 200 }, (_, n) => callOf({ verb: "x-a.b", tool: `t/${n}` }));
    const each = Object.keys(VERBS).map((verb) => callOf({ verb, tool: "u/v" }));
    const usage = usageOf([...noise, ...each].map((call) => ({ call, at: START })));
    const { by_verb } = totalOf(usage);
    for (const verb of Object.keys(VERBS)) expect([verb, by_verb[verb]]).toEqual([verb, 1]);
    expect(kindIndex(usage.kinds, "file.read", "u/v")).toBe(kindIndex(usage.kinds, "file.read", "u/w"));
  });

  test("destinations: those that were pushed out are counted for as long as they would have been", () => {
    const calls = Array.from({ length: 500 }, (_, n) => ({
      call: callOf({ destinations: [`d${n}`] }),
      at: START + n * 10,
    }));
    const usage = usageOf(calls);
    expect(Object.keys(usage.seen)).toHaveLength(128);
    const { minute, hour } = windowsOf(usage, START + 10_000);
    expect([minute.destinations, hour.destinations]).toEqual([500, 500]);
    expect(windowsOf(usage, START + 200_000_000).day.destinations).toBe(0);
    expect(totalOf(usage).destinations).toBe(500);
  });

  test("currencies: their sum with others", () => {
    const calls = Array.from({ length: 20 }, (_, n) => callOf({ spent: { currency: `C${n}`, value: "1.5" } }));
    const { spent } = totalOf(usageOf(calls.map((call) => ({ call, at: START }))));
    expect([Object.keys(spent).length, spent["C0"], spent["other"]]).toEqual([17, "1.5", "6.0"]);
  });

  test("and names that JavaScript has a meaning for are names", () => {
    const odd = ["__proto__", "constructor", "toString"];
    const calls = odd.map((name) =>
      callOf({ tool: name, spent: { currency: name, value: "1" }, destinations: [name] }),
    );
    const usage = JSON.parse(JSON.stringify(usageOf(calls.map((call) => ({ call, at: START }))))) as Usage;
    const { by_tool, spent, destinations } = totalOf(countCall(usage, callOf(), START));
    expect(Object.entries(by_tool).sort()).toEqual([["fs/read", 1], ...odd.map((name) => [name, 1])].sort());
    expect([Object.keys(spent).sort(), destinations]).toEqual([odd.sort(), 3]);
  });

  test("the bytes of a busy day", () => {
    let usage = NO_USAGE;
    for (let n = 0; n < 20_000; n++) {
      const spent = { currency: "EUR", value: "12.34" };
      const call = callOf({
        tool: `server/tool_${n % 20}`,
        spent,
        records: 3,
        destinations: [`${n % 1000}`.padStart(8, "h")],
      });
      usage = countCall(usage, call, START + n * 4_320);
    }
    expect(JSON.stringify(usage).length).toBeLessThan(16_384);
  });
});

test("counts that were stored before there were windows are those of the total", () => {
  const usage = usageOfCounts({ by_verb: { "file.read": 3 }, spent: { EUR: "1.50" } });
  expect(totalOf(countCall(usage, callOf(), START))).toEqual({
    calls: 4,
    by_verb: { "file.read": 4 },
    by_tool: { "": 3, "fs/read": 1 },
    spent: { EUR: "1.50" },
    records: 0,
    destinations: 0,
  });
});
