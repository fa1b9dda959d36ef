import { expect, test } from "vitest";
import type { ApprovalDemand, ApprovalVote } from "../../../src/domain/approval.ts";
import { approverWords, nearnessOf, outcomeOf, type Voter } from "../../../src/domain/approval-votes.ts";
import { LOOPBACK_CALLER } from "../../../src/domain/caller.ts";
import { DEMAND, voteOf, wishOf } from "../../support/approvals.ts";

const BOB: Voter = { id: "user:bob", roles: ["approver"], groups: ["payments", "ops"] };
const PARTIES = wishOf().parties;

test.each<[string, readonly string[], readonly string[]]>([
  ["a role", ["role:approver"], ["role:approver"]],
  ["a role that the person has not", ["role:admin"], []],
  ["a group", ["group:ops"], ["group:ops"]],
  ["a group that the person is not in", ["group:finance"], []],
  ["the name of a group that is no person's", ["ops"], []],
  ["the person", ["user:bob"], ["user:bob"]],
  ["a part of the person's id", ["bob"], []],
  ["several", ["user:eve", "group:payments", "role:approver"], ["group:payments", "role:approver"]],
])("who may answer: %s", (_, approvers, expected) => {
  expect(approverWords({ approvers }, BOB)).toEqual(expected);
});

test.each(["role:approver", "group:finance"])("nobody is %s by being called so", (id) => {
  expect(approverWords({ approvers: [id] }, { id, roles: [] })).toEqual([]);
});

test.each<[string, ApprovalDemand["not_by"], Voter, string | undefined]>([
  ["anybody", ["requester", "owner", "on_behalf_of"], BOB, undefined],
  ["the agent itself, demanded or not", [], { id: PARTIES.agent, roles: ["approver"] }, "agent"],
  ["the caller that asked", ["requester"], { id: "gateway", roles: [] }, "requester"],
  ["the caller that asked, who may", [], { id: "gateway", roles: [] }, undefined],
  ["the owner", ["owner"], { id: "user:olga", roles: [] }, "owner"],
  ["the owner, who may", ["requester"], { id: "user:olga", roles: [] }, undefined],
  ["the person it acts for", ["on_behalf_of"], { id: "user:alice", roles: [] }, "on_behalf_of"],
])("who is too near: %s", (_, not_by, voter, expected) => {
  expect(nearnessOf({ not_by }, PARTIES, voter)).toBe(expected);
});

test.each(["payments", "group:payments"])("an owner that is the group %s is each of its members", (owner) => {
  expect(nearnessOf({ not_by: ["owner"] }, { ...PARTIES, owner }, BOB)).toBe("owner");
});

test("everybody in the delegation is acted for", () => {
  const parties = { ...PARTIES, on_behalf_of: "", delegation: ["agent:planner", "user:bob"] };
  expect(nearnessOf({ not_by: ["on_behalf_of"] }, parties, BOB)).toBe("on_behalf_of");
});

test("nobody is too near to what is unknown", () => {
  const parties = { requester: "", agent: "", owner: "", on_behalf_of: "", delegation: [] };
  expect(
    nearnessOf({ not_by: ["requester", "owner", "on_behalf_of"] }, parties, { id: "", roles: [] }),
  ).toBeUndefined();
});

test("whoever shows no credential is nobody in particular", () => {
  const parties = { ...PARTIES, requester: LOOPBACK_CALLER };
  expect(nearnessOf({ not_by: ["requester"] }, parties, { id: LOOPBACK_CALLER, roles: [] })).toBeUndefined();
});

const TWO = { ...DEMAND, quorum: 2 };
const no = voteOf("user:eve", { verdict: "deny" });

test.each<[string, readonly ApprovalVote[], "pending" | "approved" | "denied"]>([
  ["nobody", [], "pending"],
  ["one of two", [voteOf("user:bob")], "pending"],
  ["two", [voteOf("user:bob"), voteOf("user:carol")], "approved"],
  ["the same twice", [voteOf("user:bob"), voteOf("user:bob")], "pending"],
  ["one whom the policy does not name", [voteOf("user:bob"), voteOf("user:carol", { as: ["role:admin"] })], "pending"],
  ["a no", [no], "denied"],
  ["a no behind a yes", [voteOf("user:bob"), no], "denied"],
])("a quorum of two: %s", (_, votes, expected) => {
  expect(outcomeOf(TWO, votes)).toBe(expected);
});
