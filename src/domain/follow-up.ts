import type { JsonObject } from "./json.ts";

export const FOLLOW_UP_KINDS = [
  "outcome",
  "approval_requested",
  "approval_answered",
  "approval_used",
  "approval_withdrawn",
  "approval_expired",
  "grant_exchanged",
  "grant_redeemed",
  "grant_revoked",
  "session_suspended",
  "session_resumed",
  "subject_erased",
] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

/** Something that happened to a decision after it; a row of `follow_ups`. */
export interface FollowUp {
  readonly tenant: string;
  readonly id: string;
  /** The decision that it belongs to, "" where there is none. */
  readonly decision_id: string;
  readonly session: string;
  readonly kind: FollowUpKind;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  /** Who: a caller, a person, or "" where nobody but time did. */
  readonly actor: string;
  readonly body: JsonObject;
}
