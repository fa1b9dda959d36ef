import { expect, test } from "vitest";
import type { ApprovalRecord } from "../../../src/domain/approval.ts";
import { type ApprovalWish, isAsked, useOf } from "../../../src/situate/approval-match.ts";
import { narrowed } from "../../../src/situate/approval-scope.ts";
import {
  ASKED_MS,
  approvedRecordOf,
  DEMAND,
  REFUND,
  REFUNDS,
  recordOf,
  voteOf,
  wishOf,
} from "../../support/approvals.ts";

const NOW_MS = ASKED_MS + 60_000;
const ONCE = wishOf();
const OFTEN = wishOf({ demand: REFUNDS });
const amount = (value: string, currency = "USD") => ({ ...REFUND, amount: { value, currency } });

interface Case {
  readonly what: string;
  readonly asked?: Partial<ApprovalWish>;
  readonly record?: Partial<ApprovalRecord>;
  readonly wish?: Partial<ApprovalWish>;
  readonly atMs?: number;
}

/** Each is one step away from a use that is fine. */
const NOT_USABLE: readonly Case[] = [
  { what: "another agent", wish: { agent: "spiffe://acme.example/agent/other" } },
  { what: "another intent", wish: { intent: "int_2" } },
  { what: "no intent", wish: { intent: "" } },
  { what: "an intent where there was none", asked: { intent: "" } },
  { what: "another tenant", wish: { tenant: "other" } },
  { what: "another session, without an intent", asked: { intent: "" }, wish: { intent: "", session: "s-2" } },
  { what: "another task, without an intent", asked: { intent: "" }, wish: { intent: "", task: "tsk_2" } },
  { what: "another digest", wish: { action: { ...REFUND, digest: `sha256:${"a".repeat(63)}b` } } },
  { what: "a more sensitive call", wish: { action: { ...REFUND, sensitivity: "confidential" } } },
  { what: "more records", wish: { action: { ...REFUND, count: 2 } } },
  { what: "a higher tier", asked: { action: { ...REFUND, tier: "bounded_write" } } },
  { what: "a reason that nobody was shown", wish: { reasons: ["approval_required", "secret_in_arguments"] } },
  { what: "a template now", wish: { demand: REFUNDS } },
  { what: "a template then", asked: { demand: REFUNDS } },
  { what: "two people now", wish: { demand: { ...DEMAND, quorum: 2 } } },
  { what: "other approvers now", wish: { demand: { ...DEMAND, approvers: ["group:finance"] } } },
  { what: "a shorter time now", wish: { demand: { ...DEMAND, valid_for_s: 30 } } },
  { what: "four eyes now", wish: { demand: { ...DEMAND, not_by: ["requester", "owner"] } } },
  { what: "the approver asks now", wish: { parties: { ...ONCE.parties, requester: "user:bob" } } },
  { what: "still pending", record: { state: "pending" } },
  { what: "denied", record: { state: "denied" } },
  { what: "expired", record: { state: "expired" } },
  { what: "used", record: { state: "used" } },
  { what: "withdrawn", record: { state: "withdrawn" } },
  { what: "used up", record: { uses: 1 } },
  { what: "too late", atMs: ASKED_MS + 1000 + 900_000 },
  { what: "before it was asked", atMs: ASKED_MS - 1 },
  { what: "nobody said yes", record: { votes: [] } },
  { what: "only no", record: { votes: [voteOf("user:bob", { verdict: "deny" })] } },
];

function use({ asked = {}, record = {}, wish = {}, atMs = NOW_MS }: Case) {
  const before = { ...ONCE, ...asked };
  return useOf({ ...approvedRecordOf(before), ...record }, { ...ONCE, ...wish }, atMs);
}

test("an approval covers the very call that asked for it, once", () => {
  const until = ASKED_MS + 1000 + 900_000;
  expect(use({ what: "" })).toEqual({ tenant: "default", id: "apr_1", max_uses: 1, valid_until_ms: until });
  expect(use({ what: "", atMs: until - 1 })).toBeDefined();
});

test.each(NOT_USABLE)("it does not cover: $what", (it) => {
  expect(use(it)).toBeUndefined();
});

test("four eyes hold for who they were then", () => {
  const demand = { ...DEMAND, not_by: ["owner", "on_behalf_of"] as const };
  const asked = wishOf({ demand });
  const parties = (changes: Partial<ApprovalWish["parties"]>) => ({
    ...asked,
    parties: { ...asked.parties, ...changes },
  });
  expect(useOf(approvedRecordOf(asked), asked, NOW_MS)).toBeDefined();
  expect(useOf(approvedRecordOf(asked), parties({ owner: "user:other" }), NOW_MS)).toBeUndefined();
  expect(useOf(approvedRecordOf(asked), parties({ on_behalf_of: "user:other" }), NOW_MS)).toBeUndefined();
  expect(useOf(approvedRecordOf(asked), parties({ delegation: [] }), NOW_MS)).toBeUndefined();
});

const TEMPLATE: readonly (readonly [string, Partial<ApprovalWish>, boolean])[] = [
  ["the same again", {}, true],
  ["other arguments, another digest", { arguments: { note: "b" }, action: { ...REFUND, digest: "sha256:x" } }, true],
  ["another session of the intent", { session: "s-2" }, true],
  ["less", { action: amount("0.01") }, true],
  ["as much as the bound", { action: amount("100.00") }, true],
  ["more", { action: amount("100.01") }, false],
  ["another currency", { action: amount("98.70", "EUR") }, false],
  ["an amount that is not known", { action: withoutAmount() }, false],
  ["another verb", { action: { ...REFUND, verb: "payment.transfer" } }, false],
  ["another tool", { action: { ...REFUND, tool: { ...REFUND.tool, name: "refund_all" } } }, false],
  ["another resource", { action: { ...REFUND, resource: { type: "order", uri: "order:124" } } }, false],
  ["another destination", { action: { ...REFUND, destinations: [] } }, false],
  ["one thing more that it would do", { action: withPart() }, false],
  ["an amount of less than nothing", { action: amount("-5000") }, false],
  ["a tighter bound now", { demand: { ...REFUNDS, max_amount: "98" } }, false],
  ["a wider bound now, beyond the old", { demand: { ...REFUNDS, max_amount: "500" }, action: amount("200") }, false],
  ["no bound now", { demand: { ...REFUNDS, max_amount: "" } }, false],
  ["more that has to be the same now", { demand: { ...REFUNDS, same: ["verb", "tool"] } }, false],
  ["another template", { demand: { ...REFUNDS, template: "large_refunds" } }, false],
];

function withoutAmount() {
  const { amount: _amount, ...rest } = REFUND;
  return rest;
}

function withPart() {
  const part = { verb: "payment.transfer", destinations: [], tier: "privileged", traits: [] } as const;
  return { ...REFUND, parts: [part] };
}

test.each(TEMPLATE)("a template: %s", (_, changes, covered) => {
  expect(useOf(approvedRecordOf(OFTEN), { ...OFTEN, ...changes }, NOW_MS) !== undefined).toBe(covered);
});

test("where amounts have no bound they have to be the same", () => {
  const wish = wishOf({ demand: { ...REFUNDS, max_amount: "" } });
  expect(useOf(approvedRecordOf(wish), wish, NOW_MS)).toBeDefined();
  expect(useOf(approvedRecordOf(wish), { ...wish, action: amount("98.69") }, NOW_MS)).toBeUndefined();
});

test("arguments that have to be the same are compared to the byte", () => {
  const wish = wishOf({ demand: { ...REFUNDS, same: ["arguments"] } });
  expect(useOf(approvedRecordOf(wish), wish, NOW_MS)).toBeDefined();
  const other = { ...wish, arguments: { ...wish.arguments, note: "as agreee" } };
  expect(useOf(approvedRecordOf(wish), other, NOW_MS)).toBeUndefined();
});

test("the least of both demands says how often and how long", () => {
  const now = { ...OFTEN, demand: { ...REFUNDS, uses: 3, valid_for_s: 120 } };
  const use = useOf({ ...approvedRecordOf(OFTEN), uses: 2 }, now, NOW_MS);
  expect(use).toMatchObject({ max_uses: 3, valid_until_ms: ASKED_MS + 1000 + 120_000 });
  expect(useOf({ ...approvedRecordOf(OFTEN), uses: 3 }, now, NOW_MS)).toBeUndefined();
});

test.each<[string, Partial<ApprovalWish>, boolean]>([
  ["the same", {}, true],
  ["a reason less", { reasons: [] }, true],
  ["a reason more", { reasons: ["approval_required", "odd"] }, false],
  ["more people now", { demand: { ...DEMAND, quorum: 2 } }, false],
  ["fewer approvers now", { demand: { ...DEMAND, approvers: ["user:bob"] } }, false],
  ["more approvers now", { demand: { ...DEMAND, approvers: ["role:approver", "user:bob"] } }, true],
  ["another call", { action: { ...REFUND, digest: "sha256:x" } }, false],
  ["another agent", { agent: "other" }, false],
])("a question that waits is not asked twice: %s", (_, changes, asked) => {
  expect(isAsked(recordOf(ONCE), { ...ONCE, ...changes })).toBe(asked);
});

test("what does not wait is no question that waits", () => {
  expect(isAsked(approvedRecordOf(ONCE), ONCE)).toBe(false);
});

test("a template that would not cover the very call that asks is one for this action", () => {
  const { approvers, expires_in_s, quorum } = REFUNDS;
  const only = { template: "this_action", uses: 1, max_amount: "", approvers, expires_in_s, quorum };
  expect(narrowed(REFUNDS, REFUND)).toEqual(REFUNDS);
  expect(narrowed(REFUNDS, amount("100.01"))).toMatchObject(only);
  expect(narrowed(REFUNDS, withoutAmount())).toMatchObject(only);
  expect(narrowed({ ...REFUNDS, template: "this_action", uses: 7 }, REFUND)).toMatchObject(only);
});
