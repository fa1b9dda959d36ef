import { isTextClaim, isTimeClaim } from "../../../domain/claims.ts";
import type { JsonObject, JsonValue } from "../../../domain/json.ts";
import type { IssuerTrust } from "../../../domain/trust.ts";
import type { TokenRefused, TokenUse } from "../../../ports/token-verifier.ts";
import { PROFILE_CHECKS } from "./profiles.ts";
import { invalid, refused } from "./refused.ts";

/** Nobody issues one token for more. */
const MAX_AUDIENCES = 100;

/** For whom a token's claims are checked, and when. */
export interface ClaimsAsked {
  readonly use: TokenUse;
  /** Whose decisions these are. */
  readonly tenant: string;
  readonly nowMs: number;
}

/** What is wrong with the claims of a token whose signature is right (RFC 7519 section 4.1 and the profile's own rules). */
export function checkClaims(
  claims: JsonObject,
  trust: IssuerTrust & { readonly profile: keyof typeof PROFILE_CHECKS },
  { use, tenant, nowMs }: ClaimsAsked,
): TokenRefused | undefined {
  const rules = PROFILE_CHECKS[trust.profile];
  const missing = rules.strings.find((claim) => !isTextClaim(claims[claim]));
  if (missing !== undefined) return invalid(`the token has no ${missing}, or one that is no string`);
  return (
    checkTimes(claims, rules.issuedAt, trust, nowMs) ??
    (rules.audience ? checkAudience(claims["aud"], trust.audiences) : undefined) ??
    checkTenant(claims, trust.tenantClaim, tenant) ??
    (use === "caller" ? checkBearer(claims) : undefined) ??
    rules.check?.(claims, trust)
  );
}

function checkTimes(
  { exp, nbf, iat }: JsonObject,
  issuedAt: boolean,
  { clockSkewS, maxLifetimeS }: IssuerTrust,
  nowMs: number,
): TokenRefused | undefined {
  const now = nowMs / 1000;
  if (!isTimeClaim(exp)) return invalid("the token has no exp, or one that is no time");
  if (iat === undefined && issuedAt) return invalid("the token has no iat");
  if (iat !== undefined && !isTimeClaim(iat)) return invalid("the token's iat is no time");
  if (nbf !== undefined && !isTimeClaim(nbf)) return invalid("the token's nbf is no time");
  if (now >= exp + clockSkewS) return refused("token_expired", "the token has expired");
  if (nbf !== undefined && nbf > now + clockSkewS) return refused("token_not_yet_valid", "the token is not valid yet");
  if (iat !== undefined && iat > now + clockSkewS) {
    return refused("token_not_yet_valid", "the token was issued in the future");
  }
  // What does not say when it began is as if it began now.
  const lifetimeS = exp - Math.min(iat ?? now, now);
  if (iat !== undefined && exp <= iat) return invalid("the token ended before it began");
  if (lifetimeS > maxLifetimeS + clockSkewS) return invalid("the token lives longer than max_lifetime_s");
  return undefined;
}

/** NumericDate (RFC 7519 section 2) that a Date can hold. */

function checkAudience(aud: JsonValue | undefined, audiences: readonly string[]): TokenRefused | undefined {
  const stated = Array.isArray(aud) ? aud : [aud];
  if (stated.length > MAX_AUDIENCES || !stated.every(isTextClaim))
    return invalid("the token has no aud, or one that is no name");
  if (stated.some((name) => audiences.includes(name as string))) return undefined;
  return refused("token_audience_mismatch", "the token is for another audience");
}

function checkTenant(claims: JsonObject, claim: string, tenant: string): TokenRefused | undefined {
  if (claim === "" || claims[claim] === tenant) return undefined;
  return refused("token_tenant_mismatch", "the token is another tenant's");
}

/** A caller shows its token and nothing else: one that wants a proof, or that somebody else presents, is not to be had so. */
function checkBearer({ cnf, act }: JsonObject): TokenRefused | undefined {
  if (cnf !== undefined) return invalid("the token is bound to a key, of which callers can show no proof");
  if (act !== undefined) return invalid("the token is another's who acts for its subject");
  return undefined;
}
