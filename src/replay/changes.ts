import { changesBetween } from "../bundles/changes.ts";
import { CHANGE_KINDS } from "../domain/bundle-state.ts";
import type { Verdict } from "../domain/decision.ts";
import { canonicalJson } from "../domain/jcs.ts";
import { isJsonObject, type JsonValue } from "../domain/json.ts";

/**
 * In which ways a verdict differs from the one on record. Those of a candidate bundle, and: other demands on an approval, other labels or
 * another revocation of the session, something else that is kept out of the record, and what is worded or ordered otherwise only.
 */
export const REPLAY_CHANGES = [...CHANGE_KINDS, "approval", "session", "record", "wording"] as const;
export type ReplayChange = (typeof REPLAY_CHANGES)[number];

/** Empty for verdicts that are the same to the byte, or would be if both said what they leave empty. */
export function replayChanges(recorded: Verdict, replayed: Verdict): readonly ReplayChange[] {
  if (JSON.stringify(recorded) === JSON.stringify(replayed)) return [];
  const kinds: ReplayChange[] = [...changesBetween(recorded, replayed)];
  const bothAsk = recorded.approval !== undefined && replayed.approval !== undefined;
  if (bothAsk && differ(recorded.approval, replayed.approval)) kinds.push("approval");
  if (differ(recorded.session, replayed.session)) kinds.push("session");
  if (differ(restOf(recorded), restOf(replayed))) kinds.push("record");
  return kinds.length > 0 || !differ(recorded, replayed) ? kinds : ["wording"];
}

/** What a verdict has beside all that is compared by name. */
function restOf(verdict: Verdict): object {
  const { effect: _e, reasons: _r, obligations: _o, approval: _a, grant: _g, session: _s, ...rest } = verdict;
  return rest;
}

function differ(left: unknown, right: unknown): boolean {
  return canonical(left) !== canonical(right);
}

function canonical(value: unknown): string {
  return canonicalJson(withoutEmpty(JSON.parse(JSON.stringify(value ?? null)) as JsonValue));
}

/** A member that is false, 0 or empty says as much as one that is not there: earlier versions did not have it yet. */
function withoutEmpty(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, inner]) => [key, withoutEmpty(inner)] as const);
  return Object.fromEntries(members.filter(([, inner]) => !isEmpty(inner)));
}

function isEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return Object.keys(value).length === 0;
  return value === false || value === 0 || value === "" || value === null;
}
