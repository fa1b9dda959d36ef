import type { ApprovalState, ShownApproval } from "../../../domain/approval.ts";
import type { Effect } from "../../../domain/decision.ts";
import type { Notice, NoticeEvent } from "../../../domain/notice.ts";

/** What a delivery is about: its follow-up and the approval of that one, or its decision. Texts are read where the record has them. */
export const NOTICE_JOINS = `
  left join writ.follow_ups f on f.tenant = d.tenant and f.id = d.follow_up_id
  left join writ.approvals a on a.tenant = d.tenant and a.id = f.body ->> 'approval'
  left join writ.decisions c on d.follow_up_id = '' and c.tenant = d.tenant and c.at = d.at and c.id = d.decision_id`;

export const NOTICE_COLUMNS = `d.kind, d.decision_id, d.at,
  coalesce(f.session, c.session, '') as session, coalesce(f.actor, '') as actor,
  coalesce(f.body ->> 'verdict', '') as verdict,
  coalesce(f.body ->> 'comment', f.body ->> 'reason', '') as reason,
  a.id as approval_id, a.agent as approval_agent, a.state, a.shown, a.expires_at, a.valid_until,
  c.agent, c.tool, c.verb, c.effect, c.reason as code`;

export interface NoticeRow {
  readonly kind: string;
  readonly decision_id: string;
  readonly at: Date;
  readonly session: string;
  readonly actor: string;
  readonly verdict: string;
  readonly reason: string;
  readonly approval_id: string | null;
  readonly approval_agent: string | null;
  readonly state: ApprovalState | null;
  readonly shown: Partial<ShownApproval> | null;
  readonly expires_at: Date | null;
  readonly valid_until: Date | null;
  readonly agent: string | null;
  readonly tool: string | null;
  readonly verb: string | null;
  readonly effect: Effect | null;
  readonly code: string | null;
}

export function noticeOf(row: NoticeRow): Notice {
  const { kind, at, decision_id, session, actor, verdict, reason } = row;
  return {
    // `approval_requested` is told as `approval.requested`.
    event: kind.replace("_", ".") as NoticeEvent,
    at_ms: at.getTime(),
    decision_id,
    session,
    actor,
    verdict,
    reason,
    ...approvalOf(row),
    ...decisionOf(row),
  };
}

function approvalOf(row: NoticeRow): Pick<Notice, "approval"> {
  const { approval_id: id, approval_agent: agent, state, shown, expires_at, valid_until } = row;
  if (id === null || state === null) return {};
  const { sentence = "", fields = [], warnings = [] } = shown ?? {};
  const expires_at_ms = (valid_until ?? expires_at)?.getTime() ?? 0;
  return { approval: { id, agent: agent ?? "", state, expires_at_ms, shown: { sentence, fields, warnings } } };
}

function decisionOf({ agent, tool, verb, effect, code }: NoticeRow): Pick<Notice, "decision"> {
  if (agent === null || effect === null) return {};
  return { decision: { agent, tool: tool ?? "", verb: verb ?? "", effect, reason: code ?? "" } };
}
