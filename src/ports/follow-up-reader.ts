import type { FollowUp } from "../domain/follow-up.ts";

/** Reads what happened to decisions after them. Rejects with `unavailable`. */
export interface FollowUpReader {
  /** Of a decision and, where it rests on an approval, of the decision that asked for that one; oldest first. */
  of(tenant: string, decisionId: string, approvalId: string | undefined): Promise<readonly FollowUp[]>;
}
