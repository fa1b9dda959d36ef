import type { Action } from "../domain/action.ts";
import type { Approval, Decision } from "../domain/decision.ts";
import type { Identity } from "../domain/identity.ts";
import type { ApprovalRow, DecisionRow } from "../domain/record.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";

/** What stands in the record beside the answer. */
export interface Judged {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly identity: Identity;
  readonly catalogueDigest: string;
  /** The policy's input, as judged. */
  readonly input: string;
}

/** The row of one decision. The grant's token is a secret and the action stands in the input: neither is written. */
export function decisionRow(judged: Judged, decision: Decision): DecisionRow {
  const { request, admission, identity } = judged;
  const { action, grant, recorded: _, ...answer } = decision;
  const answered = grant === undefined ? answer : { ...answer, grant: { ...grant, token: undefined } };
  return {
    tenant: admission.tenant,
    id: decision.decision_id,
    at_ms: admission.now_ms,
    request_id: request.request_id,
    caller: admission.caller.id,
    protocol: admission.caller.protocol,
    agent: identity.agent.id,
    session: request.session,
    task: identity.intent?.task ?? "",
    tool: toolName(action),
    verb: action.verb,
    effect: decision.effect,
    reason: decision.reasons[0]?.code ?? "",
    dry_run: request.options.dry_run,
    action_digest: action.digest,
    policy_digest: decision.policy.digest,
    catalogue_digest: judged.catalogueDigest,
    answer: JSON.stringify(answered),
    input: judged.input,
  };
}

function toolName(action: Action): string {
  return action.tool.server === "" ? action.tool.name : `${action.tool.server}/${action.tool.name}`;
}

/** The approval that now waits for a person. */
export function approvalRow(
  judged: Judged,
  decision: Decision,
  approval: Approval,
  approvers: readonly string[],
): ApprovalRow {
  return {
    tenant: judged.admission.tenant,
    id: approval.id,
    decision_id: decision.decision_id,
    agent: judged.identity.agent.id,
    session: judged.request.session,
    action_digest: decision.action.digest,
    template: approval.template,
    approvers,
    requested_at_ms: judged.admission.now_ms,
    expires_at_ms: Date.parse(approval.expires_at),
  };
}
