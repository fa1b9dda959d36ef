import type { Decision } from "../../domain/decision.ts";

/** Credentials that are not there, or that the client can get anew; not those which only we cannot check now. */
const MISSING = /^agent_(?:missing|unverified)$/;
const PROOF = /^agent_proof_(?:missing|invalid|expired|mismatch|replayed)$/;
const TOKEN =
  /^agent_token_(?:invalid|untrusted|expired|not_yet_valid|audience_mismatch|type_mismatch|algorithm_refused|too_large|tenant_mismatch)$|^agent_key_unknown$/;

/**
 * The `WWW-Authenticate` of a block that other credentials of the agent's would lift (RFC 6750 section 3, RFC 9449 section 7.1).
 * @returns undefined for every other decision: its status is 403 where that of this one is 401
 */
export function challengeOf({ effect, reasons }: Decision): string | undefined {
  if (effect !== "block") return undefined;
  const has = (codes: RegExp) => reasons.some(({ code }) => codes.test(code));
  if (has(PROOF)) return 'DPoP error="invalid_dpop_proof"';
  if (has(TOKEN)) return 'Bearer error="invalid_token"';
  return has(MISSING) ? "Bearer" : undefined;
}
