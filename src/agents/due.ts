import { dayAfter } from "../domain/day.ts";

/** Why somebody has to look at an agent. */
export type DueReason = "owner_missing" | "review_overdue" | "review_due";

/** @param within days from now in which a review counts as due */
export function dueReasons(
  agent: { readonly owner: string; readonly review_at?: string },
  nowMs: number,
  within: number,
): readonly DueReason[] {
  const { owner, review_at } = agent;
  const reasons: DueReason[] = owner === "" ? ["owner_missing"] : [];
  if (review_at === undefined || review_at > dayAfter(nowMs, within)) return reasons;
  // The day itself is still in time, as in policy.
  return [...reasons, review_at < dayAfter(nowMs, 0) ? "review_overdue" : "review_due"];
}
