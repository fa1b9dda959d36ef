import type { JsonObject } from "../domain/json.ts";
import { REVOCATION_LIST_TTL_S } from "../domain/signing-key.ts";
import type { LivingRevocation } from "../ports/revocation-reader.ts";

export const REVOCATION_LIST_TYPE = "writ-revocations+jwt";

/** Lists of the same entries are the same for this long, on every replica, so that asking again costs nothing. */
export const LIST_WINDOW_S = 60;

/** Some 2 MB of token. A verifier must never take a part for the whole: a longer list is not told at all. */
export const MAX_LISTED = 20_000;

/**
 * The claims of the list: every grant of the tenant that is revoked and would live otherwise.
 * @param living sorted by id
 */
export function revocationListClaims(
  issuer: string,
  tenant: string,
  living: readonly LivingRevocation[],
  windowStartMs: number,
): JsonObject {
  const iat = Math.floor(windowStartMs / 1000);
  return {
    iss: issuer,
    aud: "writ-revocations",
    iat,
    exp: iat + REVOCATION_LIST_TTL_S,
    tenant,
    revoked: living.map(({ grant_id, at_ms, expires_at_ms }) => ({
      jti: grant_id,
      at: Math.floor(at_ms / 1000),
      exp: Math.ceil(expires_at_ms / 1000),
    })),
  };
}
