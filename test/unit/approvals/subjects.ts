import type { ShownSubject } from "../../../src/approvals/subject.ts";
import type { Action } from "../../../src/domain/action.ts";
import type { ApprovalDemand, ShownApproval } from "../../../src/domain/approval.ts";

const ACTION: Action = {
  verb: "payment.transfer",
  tier: "bounded_write",
  traits: ["irreversible", "spends", "writes"],
  tool: { server: "bank", name: "send_money", known: true, pin: "none" },
  destinations: [{ kind: "email", value: "bob@example.com", domain: "example.com", origin: "user" }],
  amount: { value: "98.70", currency: "USD" },
  count: 1,
  sensitivity: "confidential",
  data_classes: [],
  parse: "complete",
  digest: `sha256:${"0".repeat(64)}`,
};

export const DEMAND: ApprovalDemand = {
  approvers: ["role:approver"],
  expires_in_s: 900,
  template: "this_action",
  quorum: 1,
  not_by: [],
  uses: 1,
  valid_for_s: 900,
  same: [],
  max_amount: "",
};

export function subject(changes: Partial<ShownSubject> = {}, action: Partial<Action> = {}): ShownSubject {
  return {
    action: { ...ACTION, ...action },
    arguments: {},
    agent: { id: "refunds-bot", owner: "team-payments" },
    on_behalf_of: "user:alice",
    purpose: "Refund order 123",
    reasons: [{ code: "amount_high", message: "more than 50 USD", rule: "policy.payments", controls: [] }],
    findings: [],
    labels: [],
    demand: DEMAND,
    ...changes,
  };
}

/** Every text that people are shown. */
export function textsOf({ sentence, fields, warnings }: ShownApproval): readonly string[] {
  return [sentence, ...warnings, ...fields.flatMap(({ name, value }) => [name, value])];
}
