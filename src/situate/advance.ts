import { hash } from "node:crypto";
import { type Action, toolName } from "../domain/action.ts";
import { POLICY_FAILED_RULE, type Verdict } from "../domain/decision.ts";
import { takeOff } from "../domain/in-flight.ts";
import type { LabelSource } from "../domain/session.ts";
import { BY_POLICY, type StoredSession, suspend } from "../domain/session-state.ts";
import { type CountedCall, countCall, kindIndex, OTHER } from "../domain/usage.ts";

/** Labels that one session keeps; more would be a policy that labels by value. What comes past it is one label more. */
const MAX_LABELS = 256;
/** No limit of a policy is higher; a session that is refused for ever is not written for ever. */
const MAX_DEVIATION = 1000;
const MAX_RISK = 1_000_000;
/** Enough to tell the destinations of one session apart, too few to find out an address from. */
const HASH_CHARS = 8;

/** A decision, as far as it changes what is counted. */
export interface Step {
  readonly tenant: string;
  readonly decision_id: string;
  /** The clock of the whole decision, milliseconds since 1970. */
  readonly at_ms: number;
  readonly action: Action;
  readonly verdict: Verdict;
  /** Whether the verdict is the policy's; else the call was blocked before it. */
  readonly asked: boolean;
  /** How long a call that nobody reports the outcome of counts as in flight. */
  readonly in_flight_ttl_s: number;
}

/**
 * The session after a decision: what goes on is counted and in flight, what is blocked is held against it. The same object
 * where nothing is another.
 */
export function advance(before: StoredSession, step: Step): StoredSession {
  const { verdict } = step;
  const noted = deviating(labelled(before, step), step);
  const session = verdict.effect === "block" ? noted : going(noted, step);
  if (!verdict.session.revoke) return session;
  const reason = (verdict.session.revoke_codes ?? []).join(", ") || (verdict.reasons[0]?.code ?? BY_POLICY);
  return suspend(session, { at_ms: step.at_ms, by: BY_POLICY, reason, decision_id: step.decision_id });
}

/** A policy's no. A question to a person is none, nor is a policy that failed. */
export function isDenial({ verdict, asked }: Pick<Step, "verdict" | "asked">): boolean {
  if (!asked || verdict.effect !== "block" || verdict.approval !== undefined) return false;
  return verdict.reasons[0]?.rule !== POLICY_FAILED_RULE;
}

/** What a call is counted as. */
export function countedCall({ tenant, action }: Pick<Step, "tenant" | "action">): CountedCall {
  const { amount, traits, verb } = action;
  const reads = traits.includes("reads") || verb.endsWith(".export");
  return {
    verb,
    tool: toolName(action),
    // What is less than nothing makes no room for more.
    ...(amount === undefined || !traits.includes("spends")
      ? {}
      : { spent: { ...amount, value: amount.value.replace(/^-/, "") } }),
    records: reads ? action.count : 0,
    destinations: [...new Set(action.destinations.map(({ kind, value }) => hashOf(tenant, kind, value)))],
  };
}

function hashOf(tenant: string, kind: string, value: string): string {
  return hash("sha256", `${tenant}\u0000${kind}\u0000${value}`, "base64url").slice(0, HASH_CHARS);
}

function going(session: StoredSession, step: Step): StoredSession {
  const call = countedCall(step);
  const usage = countCall(session.usage, call, step.at_ms);
  const kind = kindIndex(usage.kinds, call.verb, call.tool);
  return {
    ...session,
    usage,
    in_flight: takeOff(session.in_flight, kind, step.at_ms, step.in_flight_ttl_s),
    denials: 0,
  };
}

function deviating(session: StoredSession, step: Step): StoredSession {
  const denials = Math.min(MAX_DEVIATION, session.denials + (isDenial(step) ? 1 : 0));
  const strange = step.asked && !step.action.tool.known;
  const unknown_tools = Math.min(MAX_DEVIATION, session.unknown_tools + (strange ? 1 : 0));
  const risk = Math.min(MAX_RISK, session.risk + (step.verdict.session.add_risk ?? 0));
  const same = denials === session.denials && unknown_tools === session.unknown_tools && risk === session.risk;
  return same ? session : { ...session, denials, unknown_tools, risk };
}

function labelled(session: StoredSession, { verdict, decision_id, at_ms, action }: Step): StoredSession {
  const fresh = verdict.session.add_labels.filter((label) => !session.labels.includes(label));
  if (fresh.length === 0) return session;
  const room = MAX_LABELS - session.labels.length;
  const kept = fresh.length <= room ? fresh : [...fresh.slice(0, Math.max(0, room)), OTHER];
  const labels = [...new Set([...session.labels, ...kept])].sort();
  if (labels.length === session.labels.length) return session;
  const source: LabelSource = { decision_id, tool: toolName(action), at: new Date(at_ms).toISOString() };
  const added = kept.filter((label) => !session.labels.includes(label)).map((label) => [label, source] as const);
  return { ...session, labels, sources: Object.fromEntries([...Object.entries(session.sources), ...added]) };
}
