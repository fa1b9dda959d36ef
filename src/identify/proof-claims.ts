import { hash } from "node:crypto";
import { isTimeClaim } from "../domain/claims.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import type { PresentedProof } from "../domain/request.ts";
import { type Refusal, refusal } from "./agent-refused.ts";

/** A proof is made for one request: whoever steals one has no longer than this, and each is remembered as long. */
const MAX_PROOF_AGE_S = 60;

/** Workload Proof Tokens say themselves when they end, "on the order of minutes or seconds". */
const MAX_WORKLOAD_PROOF_LIFETIME_S = 300;

/** What a proof has to be about. */
export interface ProofContext {
  readonly shown: PresentedProof;
  /** The token that it comes with. */
  readonly token: string;
  /** Names beside the URI that a Workload Proof Token may be for. */
  readonly audiences: readonly string[];
  readonly nowMs: number;
  readonly clockSkewS: number;
}

/** What makes a proof one of its kind, and until when it would be accepted. */
export interface ProofUse {
  readonly jti: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** RFC 9449 section 4.3, checks 8 to 12, of a proof whose signature is right. */
export function checkDpop(claims: JsonObject, { shown, token, nowMs, clockSkewS }: ProofContext): ProofUse | Refusal {
  const { jti, htm, htu, iat, exp, ath } = claims;
  if (!isId(jti)) return invalid("the proof has no jti, or one that is no id");
  if (htm !== shown.method) return mismatch("the proof is for another method");
  if (typeof htu !== "string" || !sameUri(htu, shown.uri)) return mismatch("the proof is for another URI");
  if (ath !== digestOf(token)) return mismatch("the proof is for another token");
  if (!isTimeClaim(iat)) return invalid("the proof has no iat, or one that is no time");
  if (exp !== undefined && !isTimeClaim(exp)) return invalid("the proof's exp is no time");
  const now = nowMs / 1000;
  if (iat > now + clockSkewS) return refusal("agent_proof_expired", "the proof was made in the future");
  const endsAt = Math.min(iat + MAX_PROOF_AGE_S, exp ?? Number.POSITIVE_INFINITY) + clockSkewS;
  return now >= endsAt ? expired() : { jti, expiresAtMs: 1000 * endsAt };
}

/** draft-ietf-wimse-wpt, "Workload Proof Token", of a proof whose signature is right. */
export function checkWorkloadProof(claims: JsonObject, context: ProofContext): ProofUse | Refusal {
  const { shown, token, audiences, nowMs, clockSkewS } = context;
  const { jti, aud, exp, wth, oth } = claims;
  if (!isId(jti)) return invalid("the proof has no jti, or one that is no id");
  // "If the oth claim contains entries that are not understood by the recipient, the WPT MUST be rejected."
  if (oth !== undefined) return invalid("the proof is about other tokens too, which are not here");
  const [audience, other] = Array.isArray(aud) ? aud : [aud];
  if (typeof audience !== "string" || other !== undefined) return invalid("the proof has no aud, or more than one");
  if (!audiences.includes(audience) && !sameUri(audience, shown.uri))
    return mismatch("the proof is for another audience");
  if (wth !== digestOf(token)) return mismatch("the proof is for another token");
  if (!isTimeClaim(exp)) return invalid("the proof has no exp, or one that is no time");
  const now = nowMs / 1000;
  if (exp > now + MAX_WORKLOAD_PROOF_LIFETIME_S + clockSkewS) return invalid("the proof lives too long");
  const endsAt = exp + clockSkewS;
  return now >= endsAt ? expired() : { jti, expiresAtMs: 1000 * endsAt };
}

function digestOf(token: string): string {
  return hash("sha256", token, "base64url");
}

/** Without query and fragment, after the normalization of RFC 3986 section 6.2 (RFC 9449 section 4.3, check 9). */
function sameUri(claimed: string, shown: string): boolean {
  const [one, other] = [normalUri(claimed), normalUri(shown)];
  return one !== undefined && one === other;
}

function normalUri(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  if (`${url.username}${url.password}` !== "") return undefined;
  const path = url.pathname.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const char = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(char) ? char : escaped.toUpperCase();
  });
  return `${url.origin}${path}`;
}

function isId(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_ID_CHARS;
}

const invalid = (message: string) => refusal("agent_proof_invalid", message);
const mismatch = (message: string) => refusal("agent_proof_mismatch", message);
const expired = () => refusal("agent_proof_expired", "the proof is too old");
