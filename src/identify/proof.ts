import { hash } from "node:crypto";
import { WritError } from "../domain/errors.ts";
import type { ConfirmationKey } from "../domain/identity.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import type { Admission, AgentEvidence, PresentedProof } from "../domain/request.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import type { ProofGuard } from "../ports/proof-guard.ts";
import type { ProofVerifier } from "../ports/proof-verifier.ts";
import type { VerifiedToken } from "../ports/token-verifier.ts";
import { type Refusal, refusal } from "./agent-refused.ts";
import { checkDpop, checkWorkloadProof } from "./proof-claims.ts";

export interface ProofDeps {
  readonly proofs: ProofVerifier;
  readonly proofGuard: ProofGuard;
}

/** A verified token, and what came with it to prove that it is the agent's own. */
export interface Shown {
  readonly token: string;
  readonly verified: VerifiedToken;
  readonly trust: IssuerTrust;
  readonly evidence: AgentEvidence;
  /** The certificates that were shown beside it, the leaf first: forwarded ones, else the connection's. */
  readonly certificates: readonly Uint8Array[] | undefined;
  readonly admission: Admission;
}

/** The key that was shown; none where the token asks for none and none came. */
export type Proven = { readonly key?: ConfirmationKey } | { readonly refusal: Refusal };

/** What binds a token to a key (RFC 7800 section 3). */
type Binding =
  | { readonly by: "jkt"; readonly thumbprint: string }
  | { readonly by: "workload"; readonly jwk: JsonObject }
  | { readonly by: "certificate"; readonly thumbprint: string }
  | { readonly by: "nothing" };

/** Proves that whoever sent the token holds the key that it is bound to, or binds it to the first key that comes with it. */
export async function prove(deps: ProofDeps, shown: Shown): Promise<Proven> {
  const binding = bindingOf(deps.proofs, shown);
  if ("code" in binding) return { refusal: binding };
  switch (binding.by) {
    case "jkt":
      return byProof(deps, shown, ({ token }) => deps.proofs.dpop(token), checkDpop, binding.thumbprint);
    case "workload": {
      const { jwk } = binding;
      return byProof(deps, shown, ({ token }) => deps.proofs.workloadProof(token, jwk), checkWorkloadProof);
    }
    case "certificate":
      return byCertificate(shown, binding.thumbprint);
    case "nothing":
      return unbound(deps, shown);
  }
}

function bindingOf(proofs: ProofVerifier, { verified, trust }: Shown): Binding | Refusal {
  const { claims } = verified;
  if (!Object.hasOwn(claims, "cnf")) return { by: "nothing" };
  const { cnf } = claims;
  // More than one way, or one that is not known: what is left of it would be a weaker promise than the issuer's.
  const [[way, value] = [], ...others] = isJsonObject(cnf) ? Object.entries(cnf) : [];
  if (others.length === 0 && way === "jkt" && isThumbprint(value)) return { by: "jkt", thumbprint: value };
  if (others.length === 0 && way === "x5t#S256" && isThumbprint(value)) return { by: "certificate", thumbprint: value };
  if (others.length === 0 && way === "jwk" && isJsonObject(value)) {
    if (trust.profile === "wimse-wit") return { by: "workload", jwk: value };
    const thumbprint = proofs.thumbprint(value);
    if (thumbprint !== undefined) return { by: "jkt", thumbprint };
  }
  return refusal("agent_token_invalid", "the token's cnf does not name one key by jkt, jwk or x5t#S256");
}

/** A token that is bound to no key: to the first one that comes with it, from then on. */
async function unbound(deps: ProofDeps, shown: Shown): Promise<Proven> {
  const { token, evidence, certificates, trust, verified, admission } = shown;
  let proven: Proven = {};
  if (evidence.proof !== undefined) {
    proven = await byProof(deps, shown, ({ token }) => deps.proofs.dpop(token), checkDpop);
  } else if (certificates !== undefined && evidence.certificate !== undefined) {
    // The connection's own is that of whoever asks, which says nothing of the agent.
    proven = { key: { kind: "x5t#S256", thumbprint: thumbprintOf(certificates) } };
  }
  if ("refusal" in proven) return proven;
  const { key } = proven;
  if (key === undefined) return trust.proof === "required" ? missing() : {};
  const name = `${key.kind}:${key.thumbprint}`;
  const endsAtMs = verified.expires_at_ms + 1000 * trust.clockSkewS;
  const bound = await remembered(deps.proofGuard.bind(admission.tenant, signedDigest(token), name, endsAtMs));
  if (typeof bound !== "string") return bound;
  if (bound !== name) return refused("agent_token_shared", "the token was shown with another key before");
  return { key };
}

type Check = typeof checkDpop;

/** @param expected the thumbprint that the key has to have; any where there is none */
async function byProof(
  { proofGuard }: ProofDeps,
  { evidence, token, trust, admission }: Shown,
  verify: (shown: PresentedProof) => ReturnType<ProofVerifier["dpop"]>,
  check: Check,
  expected?: string,
): Promise<Proven> {
  const { proof } = evidence;
  if (proof === undefined) return missing();
  const signed = await verify(proof);
  if ("fault" in signed) return refused("agent_proof_invalid", signed.message);
  const { thumbprint, claims } = signed;
  if (expected !== undefined && thumbprint !== expected) {
    return refused("agent_proof_mismatch", "the proof is by another key than the token's");
  }
  const { now_ms: nowMs, tenant } = admission;
  const { audiences, clockSkewS } = trust;
  const use = check(claims, { shown: proof, token, audiences, nowMs, clockSkewS });
  if ("code" in use) return { refusal: use };
  const name = hash("sha256", JSON.stringify([thumbprint, use.jti]), "hex");
  const first = await remembered(proofGuard.firstUse(tenant, name, use.expiresAtMs));
  if (typeof first !== "boolean") return first;
  if (!first) return refused("agent_proof_replayed", "the proof was shown before");
  return { key: { kind: "jkt", thumbprint } };
}

/** RFC 8705 section 3: whoever authenticated the connection has seen to it that the key is held. */
function byCertificate({ certificates }: Shown, thumbprint: string): Proven {
  if (certificates === undefined) return missing();
  if (thumbprintOf(certificates) !== thumbprint) {
    return refused("agent_proof_mismatch", "the certificate is another than the token's");
  }
  return { key: { kind: "x5t#S256", thumbprint } };
}

/** Without memory every proof would be the first: what cannot be remembered proves nothing. */
async function remembered<T>(asked: Promise<T>): Promise<T | { readonly refusal: Refusal }> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    return refused("agent_proof_unavailable", "whether the proof was shown before cannot be known now");
  }
}

/** Of what is signed: from an ECDSA signature anybody makes another one of the same text, and so another text of the same token. */
function signedDigest(token: string): string {
  return `sha256:${hash("sha256", token.slice(0, token.lastIndexOf(".")), "hex")}`;
}

function thumbprintOf([leaf]: readonly Uint8Array[]): string {
  return hash("sha256", leaf ?? new Uint8Array(), "base64url");
}

function missing(): Proven {
  return refused("agent_proof_missing", "the token does not count without a proof of the agent's key");
}

function refused(...[code, message]: Parameters<typeof refusal>): { readonly refusal: Refusal } {
  return { refusal: refusal(code, message) };
}

/** SHA-256 in base64url. */
function isThumbprint(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{43}$/.test(value);
}
