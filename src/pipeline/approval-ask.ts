import { shownApproval, shownDigest } from "../approvals/shown.ts";
import { redactValue } from "../canonicalize/redact/index.ts";
import type { ApprovalRecord, ApprovalScope } from "../domain/approval.ts";
import type { Approval } from "../domain/decision.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ApprovalRow } from "../domain/record.ts";
import type { ApprovalWish } from "../situate/approval-match.ts";
import { scopeDigest, scopeOf } from "../situate/approval-scope.ts";
import type { Judged } from "./conclude.ts";
import type { DecideDeps } from "./deps.ts";

/** What the answer says of an approval, and the question to people where this call is the one that asks it. */
export interface AskedApproval {
  readonly approval?: Approval;
  readonly row?: ApprovalRow;
}

/** A dry run asks nobody. */
export function ask(deps: DecideDeps, judged: Judged, decisionId: string): AskedApproval {
  const { verdict, approved, waiting, wish, request, admission } = judged;
  if (request.options.dry_run) return {};
  if (verdict.effect !== "block") {
    return approved === undefined ? {} : { approval: told(deps, approved.record, approved.use.valid_until_ms) };
  }
  if (verdict.approval === undefined) return {};
  if (waiting !== undefined) return { approval: told(deps, waiting, waiting.expires_at_ms) };
  if (wish === undefined) return {};
  const row = question(deps.newId("apr", admission.now_ms), judged, wish, decisionId);
  return { approval: told(deps, row, row.expires_at_ms), row };
}

function told(deps: DecideDeps, { id, demand }: Pick<ApprovalRecord, "id" | "demand">, endsMs: number): Approval {
  return {
    id,
    url: `${deps.publicUrl}/approvals/${id}`,
    expires_at: new Date(endsMs).toISOString(),
    template: demand.template,
  };
}

function question(id: string, judged: Judged, wish: ApprovalWish, decision_id: string): ApprovalRow {
  const { admission, identity, situation, canonical, verdict } = judged;
  const { tenant, agent, intent, session, task, demand, parties } = wish;
  const shown = shownApproval({
    action: wish.action,
    arguments: canonical.arguments,
    agent: { id: agent, owner: parties.owner },
    on_behalf_of: parties.on_behalf_of,
    purpose: identity.intent?.purpose ?? situation.agent.purpose ?? "",
    reasons: verdict.reasons,
    findings: canonical.findings,
    labels: situation.session?.view.labels ?? [],
    demand,
  });
  return {
    tenant,
    id,
    decision_id,
    ...parties,
    session,
    task,
    intent,
    action_digest: wish.action.digest,
    scope_digest: scopeDigest(demand, wish),
    demand,
    scope: kept(scopeOf(demand, wish)),
    shown,
    shown_digest: shownDigest(shown),
    requested_at_ms: admission.now_ms,
    expires_at_ms: admission.now_ms + demand.expires_in_s * 1000,
  };
}

/** What is compared is the digest; what is kept beside it, for people, holds no secret. */
function kept(scope: ApprovalScope): ApprovalScope {
  return { ...scope, parts: redactValue(scope.parts).value as JsonObject };
}
