import type { Action } from "../../src/domain/action.ts";
import {
  APPROVAL_PARTS,
  type ApprovalDemand,
  type ApprovalRecord,
  type ApprovalVote,
} from "../../src/domain/approval.ts";
import type { ApprovalWish } from "../../src/situate/approval-match.ts";
import { scopeDigest, scopeOf } from "../../src/situate/approval-scope.ts";

export const ASKED_MS = Date.parse("2026-11-20T15:00:00.000Z");

export const DEMAND: ApprovalDemand = {
  approvers: ["role:approver"],
  expires_in_s: 3600,
  template: "this_action",
  quorum: 1,
  not_by: ["requester"],
  uses: 1,
  valid_for_s: 900,
  same: APPROVAL_PARTS,
  max_amount: "",
};

/** Five refunds of one order within an hour, of at most 100 each. */
export const REFUNDS: ApprovalDemand = {
  ...DEMAND,
  template: "small_refunds",
  uses: 5,
  valid_for_s: 3600,
  same: ["verb", "tool", "resource", "destinations"],
  max_amount: "100",
};

export const REFUND: Action = {
  verb: "payment.refund",
  tier: "privileged",
  traits: ["spends", "writes"],
  tool: { server: "shop", name: "refund", known: true, pin: "none" },
  resource: { type: "order", uri: "order:123" },
  destinations: [{ kind: "account", value: "acct-1", origin: "user" }],
  amount: { value: "98.70", currency: "USD" },
  count: 1,
  sensitivity: "internal",
  data_classes: [],
  parse: "complete",
  digest: `sha256:${"a".repeat(64)}`,
};

export function wishOf(changes: Partial<ApprovalWish> = {}): ApprovalWish {
  return {
    tenant: "default",
    agent: "spiffe://acme.example/agent/refunds",
    intent: "int_1",
    session: "s-1",
    task: "tsk_1",
    action: REFUND,
    arguments: { order: "123", note: "as agreed" },
    reasons: ["approval_required"],
    parties: {
      requester: "gateway",
      agent: "spiffe://acme.example/agent/refunds",
      owner: "user:olga",
      on_behalf_of: "user:alice",
      delegation: ["user:alice"],
    },
    demand: DEMAND,
    ...changes,
  };
}

export function voteOf(by: string, changes: Partial<ApprovalVote> = {}): ApprovalVote {
  return {
    by,
    verdict: "approve",
    as: ["role:approver"],
    at_ms: ASKED_MS + 1000,
    via: "api",
    address: "192.0.2.1",
    comment: "",
    ...changes,
  };
}

/** The question that the wish asks, as it is kept. */
export function recordOf(wish: ApprovalWish, changes: Partial<ApprovalRecord> = {}): ApprovalRecord {
  const { tenant, agent: _agent, intent, session, task, demand, parties, action } = wish;
  return {
    tenant,
    id: "apr_1",
    decision_id: "dec_1",
    ...parties,
    agent: wish.agent,
    session,
    task,
    intent,
    action_digest: action.digest,
    scope_digest: scopeDigest(demand, wish),
    demand,
    scope: scopeOf(demand, wish),
    shown: { sentence: "it wants to act", fields: [], warnings: [] },
    shown_digest: `sha256:${"b".repeat(64)}`,
    state: "pending",
    votes: [],
    uses: 0,
    requested_at_ms: ASKED_MS,
    expires_at_ms: ASKED_MS + demand.expires_in_s * 1000,
    ended_by: "",
    ended_reason: "",
    ...changes,
  };
}

/** The same, to which these people have said yes. */
export function approvedRecordOf(
  wish: ApprovalWish,
  votes: readonly ApprovalVote[] = [voteOf("user:bob")],
): ApprovalRecord {
  const approved_at_ms = ASKED_MS + 1000;
  const valid_until_ms = approved_at_ms + wish.demand.valid_for_s * 1000;
  return recordOf(wish, { state: "approved", votes, approved_at_ms, valid_until_ms });
}
