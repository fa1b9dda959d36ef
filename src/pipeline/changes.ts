import type { RecordEntry, SessionChange, UsageChange } from "../domain/record.ts";
import { countCall } from "../domain/usage.ts";
import { advance, countedCall, type Step } from "../situate/advance.ts";
import { begun } from "../situate/beginning.ts";
import type { KeyedUsage } from "../situate/situate.ts";
import type { Judged } from "./conclude.ts";

/** What a decision changes of what is counted. A dry run changes nothing. */
export function changesOf(
  judged: Judged,
  decisionId: string,
  inFlightTtlS: number,
): Pick<RecordEntry, "session" | "task" | "agent_usage"> {
  const { situation, request, verdict, admission, asked } = judged;
  if (request.options.dry_run) return {};
  const { tenant, now_ms: at_ms } = admission;
  const { action } = situation;
  const step: Step = { tenant, decision_id: decisionId, at_ms, action, verdict, asked, in_flight_ttl_s: inFlightTtlS };
  const session = sessionChange(judged, step);
  return {
    ...(session === undefined ? {} : { session }),
    ...(verdict.effect === "block" ? {} : usageChanges(judged, step)),
  };
}

function sessionChange({ situation, beginning }: Judged, step: Step): SessionChange | undefined {
  if (situation.session === undefined) return undefined;
  const before = begun(situation.session, beginning);
  // A session is its agent's: whoever else names it and is refused does not get it suspended.
  if (step.verdict.effect === "block" && before.agent !== beginning.agent && (before.agent ?? "") !== "")
    return undefined;
  const next = advance(before, step);
  if (next === before) return undefined;
  return {
    tenant: step.tenant,
    expected_version: situation.session.version,
    next,
    ...(next.epoch > before.epoch ? { revokes: true } : {}),
  };
}

function usageChanges({ situation: { task, agentUsage } }: Judged, step: Step) {
  return {
    ...(task === undefined ? {} : { task: counted(task, step) }),
    ...(agentUsage === undefined ? {} : { agent_usage: counted(agentUsage, step) }),
  };
}

function counted({ id, usage, version }: KeyedUsage, step: Step): UsageChange {
  const next = countCall(usage, countedCall(step), step.at_ms);
  return { tenant: step.tenant, id, expected_version: version, next };
}
