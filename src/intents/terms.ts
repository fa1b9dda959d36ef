import { invalidField } from "../domain/errors.ts";
import type { Allowance } from "../domain/identity.ts";
import { DEFAULT_INTENT_LIFETIME_S, type IntentTerms, MAX_INTENT_DEPTH } from "../domain/intent.ts";

/** What somebody wants an intent to say; what is left out is made or taken from the parent. */
export interface IntentWish {
  readonly task?: string;
  readonly purpose?: string;
  readonly on_behalf_of?: string;
  readonly agents?: readonly string[];
  readonly allows?: readonly Allowance[];
  readonly not_before_ms?: number;
  /** One of the two, or neither. */
  readonly expires_at_ms?: number;
  readonly lifetime_s?: number;
}

interface IssueLimits {
  readonly nowMs: number;
  readonly maxLifetimeS: number;
}

type NewTerms = Omit<IntentTerms, "id">;

/** Of an intent that hangs on no other. @throws WritError invalid_argument naming the field */
export function issuedTerms(wish: IntentWish, task: string, limits: IssueLimits): NewTerms {
  const { agents, allows } = wish;
  if (agents === undefined) throw invalidField("/agent", "is missing");
  if (allows === undefined || allows.length === 0) throw invalidField("/allows", "must allow something");
  return {
    task,
    purpose: wish.purpose ?? "",
    on_behalf_of: wish.on_behalf_of ?? "",
    agents,
    allows,
    ...times(wish, limits, DEFAULT_INTENT_LIFETIME_S),
    ancestors: [],
  };
}

/**
 * Of an intent for a part of the parent's task: what the wish does not say is the parent's. Whether it is narrower, `narrows` says.
 * @throws WritError invalid_argument naming the field
 */
export function derivedTerms(parent: IntentTerms, wish: IntentWish, limits: IssueLimits): NewTerms {
  const ancestors = [...parent.ancestors, parent.id];
  if (ancestors.length > MAX_INTENT_DEPTH) throw invalidField("/token", "is as deep a sub-task as there may be");
  if (wish.allows?.length === 0) throw invalidField("/allows", "must allow something");
  const asked = times(wish, limits, (parent.expires_at_ms - limits.nowMs) / 1000);
  return {
    task: wish.task ?? parent.task,
    purpose: wish.purpose ?? parent.purpose,
    on_behalf_of: wish.on_behalf_of ?? parent.on_behalf_of,
    agents: wish.agents ?? parent.agents,
    allows: wish.allows ?? parent.allows,
    not_before_ms:
      wish.not_before_ms === undefined ? Math.max(asked.not_before_ms, parent.not_before_ms) : asked.not_before_ms,
    expires_at_ms: asked.expires_at_ms,
    parent: parent.id,
    ancestors,
  };
}

function times(
  { not_before_ms, expires_at_ms, lifetime_s }: IntentWish,
  { nowMs, maxLifetimeS }: IssueLimits,
  usualS: number,
): Pick<IntentTerms, "not_before_ms" | "expires_at_ms"> {
  const at = lifetime_s === undefined ? "/expires_at" : "/lifetime_s";
  if (lifetime_s !== undefined && expires_at_ms !== undefined) {
    throw invalidField("/lifetime_s", "must not be set beside expires_at");
  }
  const notBefore = wholeSeconds(not_before_ms ?? nowMs);
  const lifetime = Math.min(usualS, maxLifetimeS) * 1000;
  const expires = wholeSeconds(expires_at_ms ?? nowMs + (lifetime_s === undefined ? lifetime : lifetime_s * 1000));
  if (expires <= nowMs) throw invalidField(at, "must be in the future");
  if (expires > nowMs + maxLifetimeS * 1000) throw invalidField(at, `must be at most ${maxLifetimeS} s from now`);
  if (notBefore >= expires) throw invalidField("/not_before", "must be before the expiry");
  return { not_before_ms: notBefore, expires_at_ms: expires };
}

/** NumericDate in a token; the record says the same. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
