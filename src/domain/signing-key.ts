import { MAX_INTENT_LIFETIME_S } from "./intent.ts";
import { MAX_GRANT_TTL_S } from "./limits.ts";

/** RFC 7518 names; brokers agree on no others (JWT-SVID and GCP know no EdDSA). */
export const SIGNING_ALGORITHMS = ["ES256", "RS256"] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** A key signs for one purpose, so that no token can stand for one of another kind. */
export const KEY_PURPOSES = ["grant", "intent", "event"] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/**
 * `published`: in the key set, signs nothing yet. `active`: signs. `retired`: verifies what it signed. `expired`: all that it
 * signed is dead. `revoked`: verifies nothing.
 */
export type KeyState = "published" | "active" | "retired" | "expired" | "revoked";

/** What a key is used for at any moment; milliseconds since 1970. */
export interface KeyTimes {
  readonly purpose: KeyPurpose;
  readonly active_at_ms: number;
  /** When the key that follows becomes active; absent while nothing follows. */
  readonly retired_at_ms?: number;
  readonly revoked_at_ms?: number;
}

/** How long a revocation list is good for. */
export const REVOCATION_LIST_TTL_S = 300;

/** How long a token can live behind its signature. */
const TOKEN_TTL_S: Readonly<Record<KeyPurpose, number>> = {
  grant: MAX_GRANT_TTL_S,
  intent: MAX_INTENT_LIFETIME_S,
  // A security event token has no expiry, but is signed right before it is sent.
  event: REVOCATION_LIST_TTL_S,
};

/** The last moment at which a token that the key signed can be alive; undefined while it signs or will. */
export function verifiesUntilMs({ purpose, retired_at_ms }: KeyTimes): number | undefined {
  return retired_at_ms === undefined ? undefined : retired_at_ms + TOKEN_TTL_S[purpose] * 1000;
}

export function keyState(key: KeyTimes, nowMs: number): KeyState {
  if (key.revoked_at_ms !== undefined) return "revoked";
  if (nowMs < key.active_at_ms) return "published";
  if (key.retired_at_ms === undefined || nowMs < key.retired_at_ms) return "active";
  return nowMs < (verifiesUntilMs(key) as number) ? "retired" : "expired";
}

/** Whether the key is in the key set: its tokens are accepted, now or soon. */
export function isPublished(key: KeyTimes, nowMs: number): boolean {
  const state = keyState(key, nowMs);
  return state !== "revoked" && state !== "expired";
}
