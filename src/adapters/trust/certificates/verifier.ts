import { hash } from "node:crypto";
import type { IssuerTrust } from "../../../domain/trust.ts";
import type { CertificateVerifier, VerifiedCertificate } from "../../../ports/token-verifier.ts";
import type { KeySource } from "../sources/source.ts";
import { type ParsedCertificate, parseCertificate } from "./certificate.ts";
import { Chains, type VerifiedChain, verifyPath } from "./chains.ts";
import { readLeaf } from "./leaf.ts";
import { CertificateRefused } from "./refused.ts";

/**
 * Verifies X.509-SVIDs against the bundles of the trust domains that are trusted for agents.
 * @param sources by the issuer's name
 */
export function createCertificateVerifier(
  issuers: readonly IssuerTrust[],
  sources: ReadonlyMap<string, KeySource>,
): CertificateVerifier {
  const trusted = issuers.filter(({ profile, uses }) => profile === "x509-svid" && uses.includes("agent"));
  const known = new Chains<VerifiedCertificate>();
  return {
    verify: (chain, nowMs) => known.verify("", chain, nowMs, () => verifyChain(chain, nowMs, trusted, sources)),
  };
}

function verifyChain(
  chain: readonly Uint8Array[],
  nowMs: number,
  issuers: readonly IssuerTrust[],
  sources: ReadonlyMap<string, KeySource>,
): VerifiedChain<VerifiedCertificate> {
  const parsed = parseChain(chain);
  const [leaf] = parsed;
  const { id, trustDomain } = readLeaf(leaf);
  const issuer = issuers.find((candidate) => candidate.trustDomain === trustDomain);
  const source = issuer === undefined ? undefined : sources.get(issuer.name);
  if (issuer === undefined || source === undefined) {
    throw new CertificateRefused("token_untrusted", "the certificate's trust domain is not trusted here");
  }
  return verifyPath(parsed, issuer, source, nowMs, (expires_at_ms) => ({
    issuer: issuer.name,
    id,
    thumbprint: hash("sha256", leaf.der, "base64url"),
    expires_at_ms,
  }));
}

/** @throws CertificateRefused */
export function parseChain(chain: readonly Uint8Array[]): readonly [ParsedCertificate, ...ParsedCertificate[]] {
  const [leaf, ...between] = chain.map(parseCertificate);
  if (leaf === undefined) throw new CertificateRefused("token_invalid", "there is no certificate");
  return [leaf, ...between];
}
