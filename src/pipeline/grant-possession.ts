import { isJsonObject, type JsonValue } from "../domain/json.ts";
import type { PresentedProof } from "../domain/request.ts";
import { readCertificate } from "../identify/certificate.ts";
import type { IdentifyDeps } from "../identify/identify.ts";
import { checkDpop } from "../identify/proof-claims.ts";

/** What the agent showed to the broker, as the broker passes it on: a DPoP proof, or its certificate. */
export type PossessionProof = PresentedProof | { readonly certificate: string };

/** A broker passes a proof on at once; its clock and this one differ by less. */
const CLOCK_SKEW_S = 10;

/**
 * Whether what the agent showed proves that it holds the key that its grant is bound to.
 * @param confirmation the grant's `cnf` (RFC 7800), of one member
 * @returns the proof's own id, by which one that is shown again is known, "" for a certificate; undefined for what proves nothing
 */
export async function possessionOf(
  deps: Pick<IdentifyDeps, "proofs" | "certificates">,
  confirmation: JsonValue,
  proof: PossessionProof,
  token: string,
  nowMs: number,
): Promise<string | undefined> {
  const [[kind, thumbprint] = [], ...others] = isJsonObject(confirmation) ? Object.entries(confirmation) : [];
  if (typeof thumbprint !== "string" || others.length > 0) return undefined;
  if (kind === "jkt" && "token" in proof) return byProof(deps, proof, thumbprint, token, nowMs);
  if (kind === "x5t#S256" && "certificate" in proof) return byCertificate(deps, proof.certificate, thumbprint, nowMs);
  return undefined;
}

/** RFC 9449 section 4.3. That the request came by this method and URI is the broker's word. */
async function byProof(
  { proofs }: Pick<IdentifyDeps, "proofs">,
  shown: PresentedProof,
  thumbprint: string,
  token: string,
  nowMs: number,
): Promise<string | undefined> {
  const verified = await proofs.dpop(shown.token);
  if ("fault" in verified || verified.thumbprint !== thumbprint) return undefined;
  const use = checkDpop(verified.claims, { shown, token, audiences: [], nowMs, clockSkewS: CLOCK_SKEW_S });
  return "jti" in use ? use.jti : undefined;
}

/** RFC 8705 section 3. That the connection was this certificate's is the broker's word; that it is good, and which, is not. */
function byCertificate(
  { certificates }: Pick<IdentifyDeps, "certificates">,
  text: string,
  thumbprint: string,
  nowMs: number,
): "" | undefined {
  const chain = readCertificate(text);
  if ("fault" in chain) return undefined;
  const verified = certificates.verify(chain, nowMs);
  return "fault" in verified || verified.thumbprint !== thumbprint ? undefined : "";
}
