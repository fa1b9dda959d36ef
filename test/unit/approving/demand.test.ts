import { expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { readApprovalDemand } from "../../../src/evaluate/approval-demand.ts";
import { DEMAND, REFUNDS } from "../../support/approvals.ts";

const LEAST = { approvers: ["role:approver"], expires_in_s: 3600, template: "this_action" };

test("what a demand does not say is the usual", () => {
  expect(readApprovalDemand(LEAST)).toEqual(DEMAND);
});

test("a template says what it covers", () => {
  const said = { ...REFUNDS, approvers: [...REFUNDS.approvers], not_by: ["requester"], same: [...REFUNDS.same] };
  expect(readApprovalDemand(said)).toEqual(REFUNDS);
});

const UNFIT: readonly (readonly [string, JsonObject])[] = [
  ["/approval/approvers", { approvers: [] }],
  ["/approval/approvers", { approvers: "role:approver" }],
  ["/approval/approvers/0", { approvers: [""] }],
  ["/approval/expires_in_s", { expires_in_s: 0 }],
  ["/approval/expires_in_s", { expires_in_s: 2_592_001 }],
  ["/approval/template", { template: "" }],
  ["/approval/quorum", { quorum: 0 }],
  ["/approval/quorum", { quorum: 17 }],
  ["/approval/quorum", { quorum: null }],
  ["/approval/quorum", { quorum: "2" }],
  ["/approval/quorum", { quorum: 1.5 }],
  ["/approval/not_by", { not_by: "owner" }],
  ["/approval/not_by/0", { not_by: ["nobody"] }],
  ["/approval/not_by", { not_by: null }],
  ["/approval/uses", { uses: 0, template: "t" }],
  ["/approval/uses", { uses: 10_001, template: "t" }],
  ["/approval/uses", { uses: 2 }],
  ["/approval/valid_for_s", { valid_for_s: 0 }],
  ["/approval/valid_for_s", { valid_for_s: 2_592_001 }],
  ["/approval/same", { same: [], template: "t" }],
  ["/approval/same/0", { same: ["amount"], template: "t" }],
  ["/approval/max_amount", { max_amount: "-1" }],
  ["/approval/max_amount", { max_amount: "1e3" }],
  ["/approval/max_amount", { max_amount: null }],
  ["/approval/more", { more: true }],
];

test.each(UNFIT)("%s refuses %j", (pointer, changes) => {
  let refusal: unknown;
  try {
    readApprovalDemand({ ...LEAST, ...changes });
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(WritError);
  expect((refusal as WritError).violations.map((violation) => violation.pointer)).toEqual([pointer]);
});
