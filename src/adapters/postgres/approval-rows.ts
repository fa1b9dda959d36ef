import type {
  ApprovalDemand,
  ApprovalRecord,
  ApprovalScope,
  ApprovalState,
  ApprovalVote,
  ShownApproval,
} from "../../domain/approval.ts";
import { digestText } from "./digests.ts";

/** A row of writ.approvals with its votes. */
export interface ApprovalRowRead {
  readonly tenant: string;
  readonly id: string;
  readonly decision_id: string;
  readonly requester: string;
  readonly agent: string;
  readonly owner: string;
  readonly on_behalf_of: string;
  readonly delegation: readonly string[];
  readonly session: string;
  readonly task: string;
  readonly intent: string;
  readonly action_digest: Buffer;
  readonly scope_digest: Buffer;
  readonly scope: ApprovalScope;
  readonly demand: ApprovalDemand;
  readonly shown: ShownApproval;
  readonly shown_digest: Buffer;
  readonly state: ApprovalState;
  readonly uses: string;
  readonly requested_at: Date;
  readonly expires_at: Date;
  readonly approved_at: Date | null;
  readonly valid_until: Date | null;
  readonly ended_at: Date | null;
  readonly ended_by: string;
  readonly ended_reason: string;
  readonly votes: readonly ApprovalVote[] | null;
}

/** All of a row, and what was voted in the order of the votes. */
export const APPROVAL = `
  select a.*, (
    select json_agg(json_build_object(
      'by', v.by, 'verdict', v.verdict, 'as', v.as_approver, 'via', v.via, 'address', v.address, 'comment', v.comment,
      'at_ms', (extract(epoch from v.at) * 1000)::bigint) order by v.at, v.by)
    from writ.approval_votes v where v.tenant = a.tenant and v.approval_id = a.id
  ) as votes
  from writ.approvals a`;

/** What a clock has ended is `expired`, whatever the table says. */
export function toApproval(row: ApprovalRowRead, nowMs: number): ApprovalRecord {
  const { requested_at, expires_at, approved_at, valid_until, ended_at, votes } = row;
  const end = row.state === "pending" ? expires_at : row.state === "approved" ? valid_until : null;
  const over = end !== null && end.getTime() <= nowMs;
  const ended = over ? end : ended_at;
  return {
    tenant: row.tenant,
    id: row.id,
    decision_id: row.decision_id,
    requester: row.requester,
    agent: row.agent,
    owner: row.owner,
    on_behalf_of: row.on_behalf_of,
    delegation: row.delegation,
    session: row.session,
    task: row.task,
    intent: row.intent,
    action_digest: digestText(row.action_digest),
    scope_digest: digestText(row.scope_digest),
    scope: row.scope,
    demand: row.demand,
    shown: row.shown,
    shown_digest: digestText(row.shown_digest),
    state: over ? "expired" : row.state,
    votes: votes ?? [],
    uses: Number(row.uses),
    requested_at_ms: requested_at.getTime(),
    expires_at_ms: expires_at.getTime(),
    ...(approved_at === null ? {} : { approved_at_ms: approved_at.getTime() }),
    ...(valid_until === null ? {} : { valid_until_ms: valid_until.getTime() }),
    ...(ended === null ? {} : { ended_at_ms: ended.getTime() }),
    ended_by: row.ended_by,
    ended_reason: row.ended_reason,
  };
}

/** The condition on writ.approvals that a state stands for; `now` is the parameter that holds the present. */
export function stateCondition(state: ApprovalState, now: string): string {
  switch (state) {
    case "pending":
      return `a.state = 'pending' and a.expires_at > ${now}`;
    case "approved":
      return `a.state = 'approved' and a.valid_until > ${now}`;
    case "expired":
      return `(a.state = 'expired' or (a.state = 'pending' and a.expires_at <= ${now})
        or (a.state = 'approved' and a.valid_until <= ${now}))`;
    default:
      return `a.state = '${state}' and ${now}::timestamptz is not null`;
  }
}
