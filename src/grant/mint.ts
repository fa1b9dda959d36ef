import type { Grant } from "../domain/decision.ts";
import type { GrantRow } from "../domain/record.ts";
import type { TokenSigner } from "../ports/signer.ts";
import { type GrantTerms, grantClaims } from "./claims.ts";

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

/** Makes the grant that the policy demands, or "refused": the call is then blocked with `grant_unavailable`. */
export async function mintGrant({ signer, newId, ...terms }: MintRequest): Promise<MintedGrant | "refused"> {
  const { demand, identity, session, admission } = terms;
  const id = newId("grt", admission.now_ms);
  const said = grantClaims({ ...terms, id });
  if (said === "refused") return said;
  const { audience } = demand;
  const token = await signer.sign({ purpose: "grant", audience, type: "JWT", claims: said.claims });
  if (token.length > MAX_TOKEN_CHARS) return "refused";
  return {
    grant: {
      id,
      token,
      audience,
      expires_at: new Date(said.expiresAtMs).toISOString(),
      single_use: demand.single_use,
    },
    row: {
      tenant: admission.tenant,
      id,
      decision_id: terms.decisionId,
      agent: identity.agent.id,
      task: identity.intent?.task ?? "",
      intent: identity.intent?.id ?? "",
      session: session?.id ?? "",
      session_epoch: session?.epoch ?? 0,
      audience,
      action_digest: terms.action.digest,
      single_use: demand.single_use,
      issued_at_ms: said.issuedAtMs,
      expires_at_ms: said.expiresAtMs,
    },
  };
}
