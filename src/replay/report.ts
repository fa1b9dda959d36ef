import type { ReplayChange } from "./changes.ts";
import type { Tally } from "./tally.ts";

export const FAIL_ON = ["changed", "loosened", "never"] as const;
/** What a replay fails for. */
export type FailOn = (typeof FAIL_ON)[number];

/** How a replay ends. */
export const REPLAY_EXIT = {
  /** Nothing that counts would change. */
  unchanged: 0,
  /** It cannot be said: nothing was judged, or a record is not what was written. */
  unknown: 2,
  changed: 4,
} as const;

export interface ReplayReport {
  /** The bundle that judged. */
  readonly bundle: { readonly path: string; readonly revision: string; readonly digest: string };
  readonly fail_on: FailOn;
  readonly took_ms: number;
  readonly jobs: number;
  readonly tally: Tally;
}

/** How many records make the replay fail. */
export function failures({ fail_on, tally }: ReplayReport): number {
  switch (fail_on) {
    case "never":
      return 0;
    case "loosened":
      return tally.changes.loosened;
    case "changed":
      return tally.changed;
  }
}

export function exitCodeOf(report: ReplayReport): number {
  const { judged, not_asked, unreplayable } = report.tally;
  if (failures(report) > 0) return REPLAY_EXIT.changed;
  if (judged + not_asked === 0 || unreplayable.altered + unreplayable.unreadable > 0) return REPLAY_EXIT.unknown;
  return REPLAY_EXIT.unchanged;
}

/** What each change means, for people. */
export const CHANGE_MEANING: Readonly<Record<ReplayChange, string>> = {
  loosened: "the call would be let go on, or further",
  tightened: "the call would be held back, or further",
  reasons: "other reasons",
  obligations: "other obligations",
  grant: "another grant",
  error: "the policy fails, or does not fail any more",
  approval: "another demand on who approves",
  session: "other labels, or another revocation of the session",
  record: "something else is kept out of the record",
  wording: "other words or another order only",
};
