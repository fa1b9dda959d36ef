import type { Action } from "../domain/action.ts";
import { addDecimals } from "../domain/decimal.ts";
import type { Verdict } from "../domain/decision.ts";
import type { Counts, Session, TaskCounts } from "../domain/session.ts";

/** Labels that one session keeps; more would be a policy that labels by value. */
const MAX_LABELS = 256;

/** The session after this decision: what goes on is counted and in flight, what is blocked only labels and revokes. */
export function advance(session: Session, action: Action, verdict: Verdict): Session {
  const labelled: Session = {
    ...session,
    epoch: session.epoch + (verdict.session.revoke ? 1 : 0),
    labels: [...new Set([...session.labels, ...verdict.session.add_labels])].sort().slice(0, MAX_LABELS),
  };
  if (verdict.effect === "block") return labelled;
  return { ...labelled, ...counted(session, action), in_flight: session.in_flight + 1 };
}

/** The task's calls after this decision; what is blocked is not counted. */
export function advanceTask(task: TaskCounts, action: Action, verdict: Verdict): TaskCounts {
  return verdict.effect === "block" ? task : { id: task.id, ...counted(task, action) };
}

function counted({ calls, by_verb, spent }: Counts, action: Action): Counts {
  return {
    calls: calls + 1,
    by_verb: { ...by_verb, [action.verb]: (by_verb[action.verb] ?? 0) + 1 },
    spent: spentWith(spent, action),
  };
}

function spentWith(spent: Session["spent"], action: Action): Session["spent"] {
  if (action.amount === undefined || !action.traits.includes("spends")) return spent;
  const { currency, value } = action.amount;
  return { ...spent, [currency]: addDecimals(spent[currency] ?? "0", value) };
}

/** Whether the decision leaves the session as it was, so that nothing needs to be written. */
export function unchanged(before: Session, after: Session): boolean {
  return before.calls === after.calls && before.epoch === after.epoch && before.labels.join() === after.labels.join();
}
