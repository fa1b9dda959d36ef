import fc from "fast-check";
import { expect, test } from "vitest";
import type { Replayed } from "../../../src/replay/judge.ts";
import { exitCodeOf, type FailOn, type ReplayReport } from "../../../src/replay/report.ts";
import { EMPTY_TALLY, sum, Tallier, type Tally } from "../../../src/replay/tally.ts";
import { CATALOGUE, POLICY, recordOf, verdict } from "./verdicts.ts";

const BY = { policy: POLICY, catalogue: CATALOGUE };
const SAID = { effect: "block", approval: false, reasons: [] };

function outcome(...changes: Extract<Replayed, { outcome: "judged" }>["changes"]): Replayed {
  const said = changes.length === 0 ? {} : { said: { recorded: SAID, replayed: SAID } };
  return { outcome: "judged", changes, older: false, ...said };
}

const OUTCOMES: readonly Replayed[] = [
  outcome(),
  outcome("loosened"),
  outcome("tightened", "reasons"),
  outcome("wording"),
  { outcome: "not_asked" },
  { outcome: "unreplayable", why: "redacted" },
  { outcome: "unreplayable", why: "altered" },
];

const somewhere = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  agent: fc.constantFrom("a", "b"),
  tool: fc.constantFrom("x", "y"),
  policy_digest: fc.constantFrom(POLICY, "other"),
});

function tallied(
  items: readonly (readonly [number, { outcome: Replayed; agent: string; tool: string; policy_digest: string }])[],
) {
  const tallier = new Tallier(BY);
  for (const [index, { outcome: replayed, ...more }] of items) {
    tallier.add(recordOf(verdict(), { id: `dec_${String(index).padStart(4, "0")}`, at_ms: index, ...more }), replayed);
  }
  return tallier.tally();
}

/** Names in no order of their own. */
const sorted = (tally: Tally) => ({
  ...tally,
  agents: tally.agents.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  tools: tally.tools.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
});

test("a sum is the same however the records were cut and in whatever order the parts came", () => {
  fc.assert(
    fc.property(fc.array(somewhere, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (items, size) => {
      const numbered = [...items.entries()];
      const parts: Tally[] = [];
      for (let at = 0; at < numbered.length; at += size) parts.push(sum([tallied(numbered.slice(at, at + size))], 2));
      const whole = sum([tallied(numbered)], 2);
      const inOrder = parts.reduce((so, part) => sum([so, part], 2), EMPTY_TALLY);
      expect(sorted(sum(parts.toReversed(), 2))).toEqual(sorted(whole));
      expect(sorted(inOrder)).toEqual(sorted(whole));
    }),
  );
});

test("what the same bundle words otherwise is a change, what another one does is none", () => {
  const items = [POLICY, "other"].map((policy_digest, at) => [at, { ...at0, policy_digest }] as const);
  const tally = tallied(items);
  expect(tally).toMatchObject({ judged: 2, changed: 1, same_bundle: 1, not_reproduced: 1, changes: { wording: 2 } });
});

const at0 = { outcome: outcome("wording"), agent: "a", tool: "x", policy_digest: POLICY };

test("nothing that was counted leaves its mark on an empty tally", () => {
  tallied([[0, { ...at0, outcome: outcome("loosened") }]]);
  expect(EMPTY_TALLY).toMatchObject({ records: 0, changes: { loosened: 0 }, unreplayable: { redacted: 0 } });
});

test.each<[string, readonly Replayed[], Readonly<Record<FailOn, number>>]>([
  ["nothing changes", [outcome()], { changed: 0, loosened: 0, never: 0 }],
  ["something is loosened", [outcome(), outcome("loosened")], { changed: 4, loosened: 4, never: 0 }],
  ["something is tightened", [outcome("tightened")], { changed: 4, loosened: 0, never: 0 }],
  ["there is nothing", [], { changed: 2, loosened: 2, never: 2 }],
  ["all was blocked before the policy", [{ outcome: "not_asked" }], { changed: 0, loosened: 0, never: 0 }],
  ["nothing can be judged", [{ outcome: "unreplayable", why: "redacted" }], { changed: 2, loosened: 2, never: 2 }],
  ["some cannot", [outcome(), { outcome: "unreplayable", why: "redacted" }], { changed: 0, loosened: 0, never: 0 }],
  [
    "a record was altered",
    [outcome(), { outcome: "unreplayable", why: "altered" }],
    { changed: 2, loosened: 2, never: 2 },
  ],
])("exit code when %s", (_, outcomes, codes) => {
  const tally = tallied(outcomes.map((one, at) => [at, { ...at0, outcome: one }] as const));
  for (const [fail_on, code] of Object.entries(codes) as [FailOn, number][]) {
    const report: ReplayReport = {
      bundle: { path: "", revision: "", digest: "" },
      fail_on,
      took_ms: 0,
      jobs: 1,
      tally,
    };
    expect([fail_on, exitCodeOf(report)]).toEqual([fail_on, code]);
  }
});
