import type { ApprovalRecord, ApprovalVote } from "../../domain/approval.ts";
import type { JsonObject } from "../../domain/json.ts";

export function encodeApproval(record: ApprovalRecord): JsonObject {
  const { demand, shown, approved_at_ms, valid_until_ms, ended_at_ms, ended_by, ended_reason } = record;
  const { expires_in_s: _told, ...demanded } = demand;
  return {
    id: record.id,
    state: record.state,
    decision_id: record.decision_id,
    requested_by: record.requester,
    agent: record.agent,
    owner: record.owner,
    on_behalf_of: record.on_behalf_of,
    delegation: [...record.delegation],
    session: record.session,
    task: record.task,
    intent: record.intent,
    action_digest: record.action_digest,
    demand: demanded as unknown as JsonObject,
    shown: shown as unknown as JsonObject,
    shown_digest: record.shown_digest,
    votes: record.votes.map(encodeVote),
    uses: record.uses,
    requested_at: timeText(record.requested_at_ms),
    expires_at: timeText(record.expires_at_ms),
    ...(approved_at_ms === undefined ? {} : { approved_at: timeText(approved_at_ms) }),
    ...(valid_until_ms === undefined ? {} : { valid_until: timeText(valid_until_ms) }),
    ...(ended_at_ms === undefined ? {} : { ended_at: timeText(ended_at_ms), ended_by, ended_reason }),
  };
}

/** `next_page_token` is there when there may be more. */
export function encodeApprovalPage(records: readonly ApprovalRecord[], size: number): JsonObject {
  const last = records.length === size ? records.at(-1) : undefined;
  return { approvals: records.map(encodeApproval), ...(last === undefined ? {} : { next_page_token: last.id }) };
}

function encodeVote({ by, verdict, as, at_ms, via, address, comment }: ApprovalVote): JsonObject {
  return { by, verdict, as: [...as], at: timeText(at_ms), via, address, comment };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
