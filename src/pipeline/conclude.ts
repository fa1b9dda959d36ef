import type { Canonical } from "../domain/action.ts";
import type { GivenApproval } from "../domain/approval.ts";
import { type Approval, type Decision, type Grant, goesOn, type Verdict } from "../domain/decision.ts";
import type { RecordEntry } from "../domain/record.ts";
import type { Beginning } from "../domain/session.ts";
import { blocked } from "../evaluate/verdict.ts";
import { decisionRow, type Judged as RecordedJudged } from "../record/entry.ts";
import type { Situation } from "../situate/situate.ts";
import { ask } from "./approval-ask.ts";
import type { ApprovalMatter } from "./approved.ts";
import { changesOf } from "./changes.ts";
import type { ActiveBundle, DecideDeps } from "./deps.ts";
import { mint } from "./mint.ts";
import { recordedInput, withoutSecrets } from "./without-secrets.ts";

/** A call with the verdict on it, and all that the verdict came from. */
export interface Judged extends Omit<RecordedJudged, "catalogueDigest">, ApprovalMatter {
  readonly bundle: ActiveBundle;
  readonly canonical: Canonical;
  readonly situation: Situation;
  /** What a session would begin with that began with this call. */
  readonly beginning: Beginning;
  readonly verdict: Verdict;
  /** Whether the verdict is the policy's; else the call was blocked before it. */
  readonly asked: boolean;
  /** The approval that the policy was told of. */
  readonly given?: GivenApproval;
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
    const { redact } = judged.verdict;
    return conclude(deps, { ...judged, verdict: redact === undefined ? verdict : { ...verdict, redact } });
  }
  const { approval, row } = ask(deps, judged, id);
  const decision = answer(judged, id, minted?.grant, approval);
  const recorded: RecordedJudged = {
    ...judged,
    input: recordedInput(judged.input, judged.canonical, judged.request.context, judged.verdict.redact),
    catalogueDigest: judged.bundle.catalogue.digest,
  };
  const kept = decisionRow(recorded, decision);
  return {
    decision,
    entry: {
      // Where the input held a secret, a policy may have put it into what it says.
      decision: recorded.input === judged.input ? kept : { ...kept, answer: withoutSecrets(kept.answer) },
      tier: decision.action.tier,
      ...changesOf(judged, id, deps.inFlightTtlS),
      ...(minted === undefined ? {} : { grant: { ...minted.row, approval: judged.approved?.record.id ?? "" } }),
      ...(row === undefined ? {} : { approval: row }),
      ...usedBy(judged),
    },
  };
}

/** The same answer, turned into a block because no store could take its record. */
export function unrecorded(decision: Decision): Decision {
  const { grant: _grant, approval: _approval, ...kept } = decision;
  const { effect, reasons } = blocked("record_unavailable", "the decision could not be recorded", "record");
  return { ...kept, effect, reasons, obligations: [], recorded: "none" };
}

/** The approval by which the call goes on, if it does. */
function usedBy({ approved, verdict, request }: Judged): Pick<RecordEntry, "use"> {
  return approved === undefined || !goesOn(verdict) || request.options.dry_run ? {} : { use: approved.use };
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
