import { redactValue } from "../canonicalize/redact/index.ts";
import { type ErrorCode, invalidField, WritError } from "../domain/errors.ts";
import {
  type Redeemed,
  type Redemption,
  type RedemptionRefusal,
  type RefusedRedemption,
  SECRET_REFERENCE,
  type StoredGrant,
} from "../domain/grant.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import type { Admission } from "../domain/request.ts";
import { serves } from "./grant-audience.ts";
import type { GrantCommandDeps, RedeemRequest } from "./grant-commands.ts";
import { possessionOf } from "./grant-possession.ts";

/** What is known of the one who asks, by its own doing; the others are what became of the grant. */
const FORBIDDEN: readonly RedemptionRefusal[] = [
  "token_invalid",
  "grant_unknown",
  "audience_mismatch",
  "action_mismatch",
  "proof_missing",
  "proof_invalid",
];

const MESSAGES: Readonly<Record<RedemptionRefusal, string>> = {
  token_invalid: "this is no token of this grant",
  grant_unknown: "there is no such grant here",
  audience_mismatch: "the grant is for another audience than the caller's",
  action_mismatch: "the grant is for another action",
  proof_missing: "the grant is bound to the agent's key, of which there is no proof",
  proof_invalid: "the proof does not show that the agent's key is there",
  grant_expired: "the grant has expired",
  grant_used: "the grant was taken before",
  task_completed: "the grant's task is over",
  agent_suspended: "the agent, or one for which it acts, is suspended or retired",
  session_deviated: "the grant's session was revoked or closed",
  grant_revoked: "the grant was revoked",
};

/** Takes a grant for a broker: all that the token proves first, then what became of the grant, at once with taking it. */
export async function redeem(deps: GrantCommandDeps, request: RedeemRequest, admission: Admission): Promise<Redeemed> {
  const { tenant, caller, now_ms } = admission;
  const secret_ref = reference(request.secret_ref ?? "");
  const claims = deps.own.verify(request.token, "grant", now_ms);
  if (claims === undefined || claims["jti"] !== request.grant_id) {
    return refuse(deps, admission, "", { refusal: "token_invalid" });
  }
  if (claims["tenant"] !== tenant) return refuse(deps, admission, "", { refusal: "grant_unknown" });
  const proof = await proven(deps, request, claims, admission);
  if (typeof proof !== "string") return refuse(deps, admission, request.grant_id, proof);
  const taken = await deps.store.redeem({
    tenant,
    grant_id: request.grant_id,
    redemption_id: deps.newId("rdm", now_ms),
    redeemer: caller.id,
    secret_ref,
    proof,
    at_ms: now_ms,
  });
  if ("refusal" in taken) {
    return refuse(deps, admission, taken.refusal === "grant_unknown" ? "" : request.grant_id, taken);
  }
  deps.telemetry.redemption("redeemed");
  return whatMayBeIssued(deps, taken, claims);
}

/** What the token's claims ask of the one who shows it. @returns the proof's id */
async function proven(
  { identify }: GrantCommandDeps,
  { token, action_digest, proof }: RedeemRequest,
  claims: JsonObject,
  admission: Admission,
): Promise<string | RefusedRedemption> {
  if (!serves(admission, String(claims["aud"]))) return { refusal: "audience_mismatch" };
  if (action_digest !== undefined && action_digest !== claims["action_digest"]) return { refusal: "action_mismatch" };
  const { cnf } = claims;
  if (cnf === undefined) return "";
  if (proof === undefined) return { refusal: "proof_missing" };
  return (await possessionOf(identify, cnf, proof, token, admission.now_ms)) ?? { refusal: "proof_invalid" };
}

/** A name of a place, or "". @throws WritError invalid_argument for anything that could be a secret itself */
function reference(text: string): string {
  if (text === "") return text;
  if (!SECRET_REFERENCE.test(text)) throw invalidField("/secret_ref", "must be a reference: a path or URI, no spaces");
  if (redactValue({ reference: text }).paths.length > 0 || redactValue(text).paths.length > 0) {
    throw invalidField("/secret_ref", "looks like a secret; name the place where it is");
  }
  return text;
}

async function refuse(
  { store, telemetry }: GrantCommandDeps,
  { tenant, caller, now_ms }: Admission,
  grantId: string,
  refused: RefusedRedemption,
): Promise<never> {
  const { refusal, revocation } = refused;
  telemetry.redemption(refusal);
  await store.refused(tenant, grantId, caller.id, refused, now_ms);
  const code: ErrorCode = FORBIDDEN.includes(refusal) ? "permission_denied" : "conflict";
  const metadata = revocation === undefined ? {} : { revocation };
  throw new WritError(code, MESSAGES[refusal], { reason: { code: refusal, metadata } });
}

function whatMayBeIssued(
  { templates }: GrantCommandDeps,
  { grant, redemption }: { readonly grant: StoredGrant; readonly redemption: Redemption },
  claims: JsonObject,
): Redeemed {
  const template = templates.get(grant.template);
  return {
    grant,
    redemption,
    scopes: typeof claims["scope"] === "string" ? claims["scope"].split(" ") : [],
    action: actionOf(claims),
    credential_ttl_s: Math.floor((redemption.credential_expires_at_ms - redemption.at_ms) / 1000),
    role: template?.role ?? "",
    mount: template?.mount ?? "",
  };
}

/** As the token has it, which is signed and without arguments. */
function actionOf(claims: JsonObject): Redeemed["action"] {
  const [said] = objects(claims["authorization_details"]);
  const { verb, resource, destinations } = said ?? {};
  return {
    verb: String(verb),
    ...(resource !== undefined && isJsonObject(resource) ? { resource } : {}),
    destinations: objects(destinations),
    digest: String(claims["action_digest"]),
  };
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}
