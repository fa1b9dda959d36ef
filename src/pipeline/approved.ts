import type { ApprovalDemand, ApprovalRecord, ApprovalUse, GivenApproval } from "../domain/approval.ts";
import { yesses } from "../domain/approval-votes.ts";
import { goesOn } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import { blocked } from "../evaluate/verdict.ts";
import { type ApprovalMatches, type ApprovalReader, MAX_PENDING_OF_AGENT } from "../ports/approval-store.ts";
import { type ApprovalWish, isAsked, useOf } from "../situate/approval-match.ts";
import { narrowed, scopeDigest } from "../situate/approval-scope.ts";
import type { Judged } from "./conclude.ts";

/** What approvals have to do with a call. */
export interface ApprovalMatter {
  /** The approval by which it goes on. */
  readonly approved?: { readonly record: ApprovalRecord; readonly use: ApprovalUse };
  /** The same question, which people have before them already. */
  readonly waiting?: ApprovalRecord;
  /** What has to be asked of people, where they have no such question before them. */
  readonly wish?: ApprovalWish;
}

/**
 * A call that policy blocks until people have said yes, judged again with their yes where there is one that covers it. One read, and
 * only for such a call.
 * @param again judges the same call, with an approval
 */
export async function withApproval(
  approvals: ApprovalReader,
  judged: Judged,
  again: (given: GivenApproval) => Judged,
): Promise<Judged> {
  const { approval } = judged.verdict;
  if (approval === undefined) return judged;
  const wish = wishOf(judged, approval);
  const nowMs = judged.admission.now_ms;
  const found = await approvals
    .matching(wish.tenant, wish.agent, scopeDigest(wish.demand, wish), nowMs)
    .catch(unavailable);
  if (found === "unavailable") return refused(judged, "record_unavailable", "approvals could not be read");
  for (const record of found.records) {
    const use = useOf(record, wish, nowMs);
    if (use === undefined) continue;
    const lifted = again(givenOf(record, wish.demand));
    // What policy says of the call with the yes counts, whatever it says.
    return goesOn(lifted.verdict) ? { ...lifted, approved: { record, use } } : asking(lifted, found);
  }
  return asking(judged, found);
}

/** What people are asked, or have been asked already. */
function asking(judged: Judged, found: ApprovalMatches): Judged {
  const { approval } = judged.verdict;
  if (approval === undefined) return judged;
  const wish = wishOf(judged, approval);
  const waiting = found.records.find((record) => isAsked(record, wish));
  if (waiting !== undefined) return { ...judged, waiting };
  if (found.pending < MAX_PENDING_OF_AGENT) return { ...judged, wish };
  return refused(judged, "approvals_exhausted", "too many questions of this agent wait for people already");
}

function wishOf({ admission, request, identity, situation, canonical, verdict }: Judged, demand: ApprovalDemand) {
  const { action, agent } = situation;
  const { intent } = identity;
  const wish: ApprovalWish = {
    tenant: admission.tenant,
    agent: identity.agent.id,
    intent: intent?.id ?? "",
    session: request.session,
    task: intent?.task ?? "",
    action,
    arguments: canonical.arguments,
    reasons: verdict.reasons.map(({ code }) => code),
    demand: narrowed(demand, action),
    parties: {
      requester: admission.caller.id,
      agent: identity.agent.id,
      owner: agent.owner ?? "",
      on_behalf_of: intent?.on_behalf_of ?? "",
      delegation: identity.agent.delegation,
    },
  };
  return wish;
}

function givenOf(record: ApprovalRecord, demand: ApprovalDemand): GivenApproval {
  return {
    id: record.id,
    template: record.demand.template,
    approvers: yesses(demand, record.votes),
    approved_at: new Date(record.approved_at_ms ?? record.requested_at_ms).toISOString(),
  };
}

function refused(judged: Judged, code: "record_unavailable" | "approvals_exhausted", message: string): Judged {
  return { ...judged, verdict: { ...blocked(code, message, "situate"), session: judged.verdict.session } };
}

function unavailable(error: unknown): "unavailable" {
  if (error instanceof WritError && error.code === "unavailable") return "unavailable";
  throw error;
}
