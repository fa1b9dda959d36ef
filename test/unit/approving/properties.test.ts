import fc from "fast-check";
import { expect, test } from "vitest";
import {
  APPROVAL_EXCLUSIONS,
  type ApprovalDemand,
  type ApprovalRecord,
  type ApprovalVote,
} from "../../../src/domain/approval.ts";
import { approverWords, nearnessOf, outcomeOf, type Voter } from "../../../src/domain/approval-votes.ts";
import { useOf } from "../../../src/situate/approval-match.ts";
import { ASKED_MS, DEMAND, REFUND, recordOf, voteOf, wishOf } from "../../support/approvals.ts";

// A model of people who answer and calls that are asked: whatever happens in whatever order, no call goes on without enough of them.

const PEOPLE = ["user:alice", "user:bob", "user:carol", "user:olga", "gateway", "spiffe://acme.example/agent/refunds"];
const WORDS = ["role:approver", "role:admin", "group:ops", "group:finance", "user:bob", "user:carol"];

const demands: fc.Arbitrary<ApprovalDemand> = fc.record({
  approvers: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
  expires_in_s: fc.constant(3600),
  template: fc.constant("often"),
  quorum: fc.integer({ min: 1, max: 3 }),
  not_by: fc.uniqueArray(fc.constantFrom(...APPROVAL_EXCLUSIONS)),
  uses: fc.integer({ min: 1, max: 4 }),
  valid_for_s: fc.integer({ min: 1, max: 60 }),
  same: fc.constant(["verb", "arguments"] as const),
  max_amount: fc.constantFrom("", "100"),
});

const voters: fc.Arbitrary<Voter> = fc.record({
  id: fc.constantFrom(...PEOPLE),
  roles: fc.uniqueArray(fc.constantFrom("approver" as const, "admin" as const)),
  groups: fc.uniqueArray(fc.constantFrom("ops", "finance")),
});

const steps = fc.array(
  fc.oneof(
    fc.record({ voter: voters, verdict: fc.constantFrom("approve" as const, "approve" as const, "deny" as const) }),
    fc.record({ atS: fc.integer({ min: 0, max: 90 }) }),
  ),
  { maxLength: 24 },
);

/** What the service does with a vote: only of whom the policy names, who is not too near, once. */
function answered(record: ApprovalRecord, voter: Voter, verdict: ApprovalVote["verdict"]): ApprovalRecord {
  const as = approverWords(record.demand, voter);
  const may = as.length > 0 && nearnessOf(record.demand, record, voter) === undefined;
  if (record.state !== "pending" || !may || record.votes.some(({ by }) => by === voter.id)) return record;
  const votes = [...record.votes, voteOf(voter.id, { verdict, as })];
  const state = outcomeOf(record.demand, votes);
  const valid_until_ms = ASKED_MS + record.demand.valid_for_s * 1000;
  return { ...record, votes, state, ...(state === "approved" ? { approved_at_ms: ASKED_MS, valid_until_ms } : {}) };
}

test("whatever is answered and asked, as many calls go on as may, and none without a quorum of people who may say yes", () => {
  let approvals = 0;
  const run = fc.property(demands, steps, (demand, done) => {
    const wish = wishOf({ demand });
    let record = recordOf(wish);
    const yes = new Map<string, Voter>();
    let refused = false;
    for (const step of done) {
      if ("voter" in step) {
        const before = record;
        record = answered(record, step.voter, step.verdict);
        if (record !== before && step.verdict === "approve") yes.set(step.voter.id, step.voter);
        refused ||= record !== before && step.verdict === "deny";
        continue;
      }
      const atMs = ASKED_MS + step.atS * 1000;
      if (useOf(record, wish, atMs) === undefined) continue;
      record = { ...record, uses: record.uses + 1 };
      approvals++;
      expect(refused).toBe(false);
      expect(step.atS).toBeLessThan(demand.valid_for_s);
      expect(record.uses).toBeLessThanOrEqual(demand.uses);
      const near = ["spiffe://acme.example/agent/refunds"];
      if (demand.not_by.includes("requester")) near.push("gateway");
      if (demand.not_by.includes("owner")) near.push("user:olga");
      if (demand.not_by.includes("on_behalf_of")) near.push("user:alice");
      const counted = [...yes.values()].filter(({ id, roles, groups = [] }) => {
        const words = [id, ...roles.map((role) => `role:${role}`), ...groups.map((group) => `group:${group}`)];
        return !near.includes(id) && words.some((word) => demand.approvers.includes(word));
      });
      expect(counted.length).toBeGreaterThanOrEqual(demand.quorum);
    }
  });
  fc.assert(run, { numRuns: 2000 });
  // Else nothing was shown.
  expect(approvals).toBeGreaterThan(100);
});

test("a yes to one demand goes on under another only where that asks no more", () => {
  let lifted = 0;
  const run = fc.property(demands, demands, fc.array(voters, { maxLength: 6 }), (then, now, people) => {
    const before = wishOf({ demand: then });
    const record = people.reduce((it, voter) => answered(it, voter, "approve"), recordOf(before));
    if (useOf(record, { ...before, demand: now }, ASKED_MS) === undefined) return;
    lifted++;
    const counted = record.votes.filter(({ as }) => as.some((word) => now.approvers.includes(word)));
    expect(counted.length).toBeGreaterThanOrEqual(now.quorum);
    expect(then.not_by).toEqual(expect.arrayContaining([...now.not_by]));
  });
  fc.assert(run, { numRuns: 2000 });
  expect(lifted).toBeGreaterThan(20);
});

const HEX = "0123456789abcdef";

test("a digest that differs by one digit does not pass, nor does an agent, intent or tenant", () => {
  const wish = wishOf();
  const approvedAt = { state: "approved", approved_at_ms: ASKED_MS, valid_until_ms: ASKED_MS + 900_000 } as const;
  const record = recordOf(wish, { ...approvedAt, votes: [voteOf("user:bob")] });
  expect(useOf(record, wish, ASKED_MS)).toBeDefined();
  const changed = fc.property(fc.integer({ min: 7, max: 70 }), fc.constantFrom(...HEX), (at, digit) => {
    const { digest } = REFUND;
    fc.pre(digest[at] !== digit);
    const other = `${digest.slice(0, at)}${digit}${digest.slice(at + 1)}`;
    expect(useOf(record, { ...wish, action: { ...REFUND, digest: other } }, ASKED_MS)).toBeUndefined();
  });
  fc.assert(changed, { numRuns: 300 });
  const other = fc.property(fc.constantFrom("agent", "intent", "tenant" as const), fc.string(), (field, value) => {
    fc.pre(value !== wish[field as "agent"]);
    expect(useOf(record, { ...wish, [field]: value }, ASKED_MS)).toBeUndefined();
  });
  fc.assert(other, { numRuns: 300 });
});

test("no argument of a template may differ that has to be the same", () => {
  const wish = wishOf({ demand: { ...DEMAND, template: "often", uses: 2, same: ["arguments"] } });
  const approvedAt = { state: "approved", approved_at_ms: ASKED_MS, valid_until_ms: ASKED_MS + 900_000 } as const;
  const record = recordOf(wish, { ...approvedAt, votes: [voteOf("user:bob")] });
  const run = fc.property(fc.jsonValue(), (value) => {
    const other = { ...wish, arguments: { ...wish.arguments, more: JSON.parse(JSON.stringify(value)) } };
    expect(useOf(record, other, ASKED_MS)).toBeUndefined();
  });
  fc.assert(run, { numRuns: 300 });
});
