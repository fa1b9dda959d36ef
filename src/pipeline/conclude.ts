import type { Canonical } from "../domain/action.ts";
import type { Approval, Decision, Grant, Verdict } from "../domain/decision.ts";
import type { ApprovalRow, RecordEntry, SessionChange, TaskChange } from "../domain/record.ts";
import type { Beginning } from "../domain/session.ts";
import { blocked } from "../evaluate/verdict.ts";
import { approvalRow, decisionRow, type Judged as RecordedJudged } from "../record/entry.ts";
import { advance, advanceTask, unchanged } from "../situate/advance.ts";
import { begun } from "../situate/beginning.ts";
import type { Situation } from "../situate/situate.ts";
import type { ActiveBundle, DecideDeps } from "./deps.ts";
import { mint } from "./mint.ts";
import { recordedInput } from "./without-secrets.ts";

/** A call with the verdict on it, and all that the verdict came from. */
export interface Judged extends Omit<RecordedJudged, "catalogueDigest"> {
  readonly bundle: ActiveBundle;
  readonly canonical: Canonical;
  readonly situation: Situation;
  /** What a session would begin with that began with this call. */
  readonly beginning: Beginning;
  readonly verdict: Verdict;
  /** Whether the verdict is the policy's; else the call was blocked before it. */
  readonly asked: boolean;
}

interface Conclusion {
  readonly decision: Decision;
  readonly entry: RecordEntry;
}

/** The answer and all that has to be written before it may leave. A dry run changes, grants and asks nothing. */
export async function conclude(deps: DecideDeps, judged: Judged): Promise<Conclusion> {
  const id = deps.newId("dec", judged.admission.now_ms);
  const minted = await mint(deps, judged, id);
  if (minted === "refused") {
    const verdict = blocked("grant_unavailable", "the grant that the policy wants cannot be made", "grant");
    return conclude(deps, { ...judged, verdict });
  }
  const approval = ask(deps, judged);
  const decision = answer(judged, id, minted?.grant, approval);
  const recorded: RecordedJudged = {
    ...judged,
    input: recordedInput(judged.input, judged.canonical, judged.request.context),
    catalogueDigest: judged.bundle.catalogue.digest,
  };
  const [change, counted] = [sessionChange(judged), taskChange(judged)];
  return {
    decision,
    entry: {
      decision: decisionRow(recorded, decision),
      ...(change === undefined ? {} : { session: change }),
      ...(counted === undefined ? {} : { task: counted }),
      ...(minted === undefined ? {} : { grant: minted.row }),
      ...(approval === undefined ? {} : { approval: awaiting(judged, recorded, decision, approval) }),
    },
  };
}

/** The same answer, turned into a block because no store could take its record. */
export function unrecorded(decision: Decision): Decision {
  const { grant: _grant, approval: _approval, ...kept } = decision;
  const { effect, reasons } = blocked("record_unavailable", "the decision could not be recorded", "record");
  return { ...kept, effect, reasons, obligations: [], recorded: "none" };
}

function ask(deps: DecideDeps, { verdict, admission, request }: Judged): Approval | undefined {
  if (verdict.approval === undefined || request.options.dry_run) return undefined;
  const id = deps.newId("apr", admission.now_ms);
  return {
    id,
    url: `${deps.publicUrl}/approvals/${id}`,
    expires_at: new Date(admission.now_ms + verdict.approval.expires_in_s * 1000).toISOString(),
    template: verdict.approval.template,
  };
}

function answer(judged: Judged, id: string, grant: Grant | undefined, approval: Approval | undefined): Decision {
  const { request, verdict, situation, canonical, bundle } = judged;
  return {
    decision_id: id,
    request_id: request.request_id,
    effect: verdict.effect,
    reasons: verdict.reasons,
    obligations: verdict.obligations,
    ...(approval === undefined ? {} : { approval }),
    ...(grant === undefined ? {} : { grant }),
    action: situation.action,
    policy: bundle.policy.ref,
    recorded: "none",
    ...(request.options.dry_run ? { dry_run: true } : {}),
    ...(request.options.explain ? { facts: canonical.facts, findings: canonical.findings } : {}),
  };
}

function sessionChange({ situation, beginning, request, verdict, admission }: Judged): SessionChange | undefined {
  if (situation.session === undefined || request.options.dry_run) return undefined;
  const { session, version } = situation.session;
  const next = advance(begun(situation.session, beginning), situation.action, verdict);
  return unchanged(session, next)
    ? undefined
    : {
        tenant: admission.tenant,
        expected_version: version,
        next,
        ...(next.epoch > session.epoch ? { revokes: true } : {}),
      };
}

function taskChange({ situation, request, verdict, admission }: Judged): TaskChange | undefined {
  if (situation.task === undefined || request.options.dry_run || verdict.effect === "block") return undefined;
  const { task, version } = situation.task;
  return { tenant: admission.tenant, expected_version: version, next: advanceTask(task, situation.action, verdict) };
}

function awaiting(judged: Judged, recorded: RecordedJudged, decision: Decision, approval: Approval): ApprovalRow {
  return approvalRow(recorded, decision, approval, judged.verdict.approval?.approvers ?? []);
}
