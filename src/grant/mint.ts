import type { Grant } from "../domain/decision.ts";
import { WritError } from "../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import type { GrantRow } from "../domain/record.ts";
import type { TokenSigner } from "../ports/signer.ts";
import { type GrantClaims, type GrantTerms, grantClaims } from "./claims.ts";

/** What AWS STS takes as WebIdentityToken; a token that long has hundreds of destinations, which no one call needs. */
const MAX_TOKEN_CHARS = 20_000;

export interface MintRequest extends Omit<GrantTerms, "id"> {
  readonly signer: TokenSigner;
  readonly newId: (prefix: "grt", nowMs: number) => string;
}

/** The token for the gateway, and the row by which it is known, redeemed and revoked. */
export interface MintedGrant {
  readonly grant: Grant;
  readonly row: GrantRow;
}

interface SignedGrant {
  readonly token: string;
  readonly kid: string;
}

/** Makes the grant that the policy demands, or "refused": the call is then blocked with `grant_unavailable`. */
export async function mintGrant({ signer, newId, ...terms }: MintRequest): Promise<MintedGrant | "refused"> {
  const { demand, template, admission } = terms;
  const id = newId("grt", admission.now_ms);
  const said = grantClaims({ ...terms, id });
  if (said === "refused") return said;
  const byExchange = admission.grants === "exchange";
  const signed = byExchange ? undefined : await signGrant(signer, said.claims).catch(refusedWithoutKey);
  if (signed === "refused") return signed;
  if ((signed?.token.length ?? tokenChars(said)) > MAX_TOKEN_CHARS) return "refused";
  return {
    grant: {
      id,
      ...(signed === undefined ? {} : { token: signed.token }),
      audience: template.aud,
      expires_at: new Date(said.expiresAtMs).toISOString(),
      single_use: demand.single_use,
      ...(template.name === "" ? {} : { kind: template.kind }),
      ...(template.kind === "legacy" ? { legacy: true } : {}),
      ...(template.credential_ttl_s === 0 ? {} : { credential_ttl_s: template.credential_ttl_s }),
    },
    row: {
      ...rowOf(terms, id, said),
      kid: signed?.kid ?? "",
      ...(byExchange ? { claims: said.claims } : {}),
    },
  };
}

/** A grant's token, from what it is to say, and the key that signed it; the same again is the same grant. */
export async function signGrant(signer: TokenSigner, claims: JsonObject): Promise<SignedGrant> {
  const token = await signer.sign({ purpose: "grant", audience: String(claims["aud"]), type: "JWT", claims });
  return { token, kid: kidOf(token) };
}

/** No fewer characters than the token will have, of which header and signature (RS256) take some 500. */
function tokenChars({ claims }: GrantClaims): number {
  return Math.ceil((Buffer.byteLength(JSON.stringify(claims)) * 4) / 3) + 500;
}

/** No key, or a key management system that does not answer: the call is blocked, and the block is on record. */
function refusedWithoutKey(error: unknown): "refused" {
  if (error instanceof WritError && error.code === "unavailable") return "refused";
  throw error;
}

/** What the token's own header says of its key (RFC 7515 section 4.1.4); "" for one that names none. */
function kidOf(token: string): string {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf(".")), "base64url").toString());
    return isJsonObject(header) && typeof header["kid"] === "string" ? header["kid"] : "";
  } catch {
    return "";
  }
}

function rowOf(terms: Omit<MintRequest, "signer" | "newId">, id: string, said: GrantClaims): Omit<GrantRow, "kid"> {
  const { demand, template, identity, session, admission } = terms;
  return {
    tenant: admission.tenant,
    id,
    decision_id: terms.decisionId,
    agent: identity.agent.id,
    delegation: identity.agent.delegation,
    task: identity.intent?.task ?? "",
    intent: identity.intent?.id ?? "",
    session: session?.id ?? "",
    session_epoch: session?.epoch ?? 0,
    audience: template.aud,
    action_digest: terms.action.digest,
    single_use: demand.single_use,
    issued_at_ms: said.issuedAtMs,
    expires_at_ms: said.expiresAtMs,
    kind: template.kind,
    template: template.name,
    reference: template.reference,
    on_behalf_of: identity.intent?.on_behalf_of ?? "",
    credential_ttl_s: template.credential_ttl_s,
  };
}
