import type { FollowUp } from "../../domain/follow-up.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { StoredDecision } from "../../domain/record.ts";
import { decidedEntries } from "./decided.ts";
import { followedEntry } from "./followed.ts";

/** One line of a trail. */
export interface TrailEntry {
  /** RFC 3339, milliseconds, UTC. */
  readonly at: string;
  /** What it tells of: `asked`, `agent`, `intent`, `call`, `policy`, `decision`, …, or a kind of follow-up. */
  readonly what: string;
  /** Who did it or what it names, "" where that is nobody. */
  readonly who: string;
  /** For people; holds what agents and tools wrote, as they wrote it. */
  readonly text: string;
  readonly detail: JsonObject;
}

/** All that is known of one decision, from the question to the result, as a timeline. */
export interface Trail {
  readonly decision_id: string;
  readonly effect: string;
  readonly entries: readonly TrailEntry[];
}

/** The approval that the decision rests on. */
export function approvalOf(stored: StoredDecision): string | undefined {
  return (JSON.parse(stored.input) as { readonly approval?: { readonly id: string } }).approval?.id;
}

/** In the order of time; what the decision says stays before what followed from it. */
export function trailOf(stored: StoredDecision, followUps: readonly FollowUp[]): Trail {
  const drafts = [...decidedEntries(stored), ...followUps.map(followedEntry)];
  return {
    decision_id: stored.id,
    effect: stored.effect,
    entries: drafts
      .toSorted((one, other) => one.at_ms - other.at_ms)
      .map(({ at_ms, ...entry }) => ({ at: new Date(at_ms).toISOString(), ...entry })),
  };
}
