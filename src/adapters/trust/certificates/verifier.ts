import { createHash, hash } from "node:crypto";
import type { IssuerTrust } from "../../../domain/trust.ts";
import type { CertificateVerifier, VerifiedCertificate } from "../../../ports/token-verifier.ts";
import { Generations } from "../generations.ts";
import type { KeySource } from "../sources/source.ts";
import { anchorsOf } from "./anchors.ts";
import { parseCertificate } from "./certificate.ts";
import { readLeaf } from "./leaf.ts";
import { findPath } from "./path.ts";
import { CertificateRefused } from "./refused.ts";

/** What an agent presents: its own certificate, and CAs between that and the bundle. */
const MAX_CERTIFICATES = 8;

/** Chains that one worker surely remembers, of some 300 bytes each; there are two generations of them. */
const MIN_REMEMBERED = 5_000;

interface Known {
  readonly verified: VerifiedCertificate;
  readonly notBeforeMs: number;
  readonly anchors: string;
  readonly source: KeySource;
}

/**
 * Verifies X.509-SVIDs against the bundles of the trust domains that are trusted for agents.
 * @param sources by the issuer's name
 */
export function createCertificateVerifier(
  issuers: readonly IssuerTrust[],
  sources: ReadonlyMap<string, KeySource>,
): CertificateVerifier {
  const trusted = issuers.filter(({ profile, uses }) => profile === "x509-svid" && uses.includes("agent"));
  const known = new Generations<Known>({ entries: MIN_REMEMBERED, weight: Number.POSITIVE_INFINITY });
  return {
    verify: (chain, nowMs) => {
      try {
        if (chain.length > MAX_CERTIFICATES) {
          throw new CertificateRefused("token_too_large", `the chain has more than ${MAX_CERTIFICATES} certificates`);
        }
        const digest = digestOf(chain);
        const found = known.get(digest);
        const good = found !== undefined && stillGood(found, nowMs);
        if (found !== undefined && !good) known.forget(digest);
        const entry = good ? found : verifyChain(chain, nowMs, trusted, sources);
        known.keep(digest, entry, 1);
        return entry.verified;
      } catch (error) {
        if (error instanceof CertificateRefused) return error.toRefused();
        throw error;
      }
    },
  };
}

/** Verified before, by the same CAs, and at no time that its verification would not hold at. */
function stillGood({ verified, notBeforeMs, anchors, source }: Known, nowMs: number): boolean {
  const document = source.current(nowMs);
  return (
    nowMs < verified.expires_at_ms &&
    nowMs >= notBeforeMs &&
    document !== undefined &&
    anchorsOf(document).digest === anchors
  );
}

function verifyChain(
  chain: readonly Uint8Array[],
  nowMs: number,
  issuers: readonly IssuerTrust[],
  sources: ReadonlyMap<string, KeySource>,
): Known {
  const [leaf, ...between] = chain.map(parseCertificate);
  if (leaf === undefined) throw new CertificateRefused("token_invalid", "there is no certificate");
  const { id, trustDomain } = readLeaf(leaf);
  const issuer = issuers.find((candidate) => candidate.trustDomain === trustDomain);
  const source = issuer === undefined ? undefined : sources.get(issuer.name);
  if (issuer === undefined || source === undefined) {
    throw new CertificateRefused("token_untrusted", "the certificate's trust domain is not trusted here");
  }
  const document = source.current(nowMs);
  if (document === undefined) {
    throw new CertificateRefused("key_unavailable", "the trust domain's CA certificates cannot be had");
  }
  const anchors = anchorsOf(document);
  try {
    const path = findPath(leaf, between, anchors.certificates, { nowMs, skewMs: issuer.clockSkewS * 1000 });
    return {
      verified: {
        issuer: issuer.name,
        id,
        thumbprint: hash("sha256", leaf.der, "base64url"),
        expires_at_ms: Math.min(...path.map(({ notAfterMs }) => notAfterMs)),
      },
      notBeforeMs: Math.max(...path.map(({ notBeforeMs }) => notBeforeMs)),
      anchors: anchors.digest,
      source,
    };
  } catch (error) {
    // A CA may have taken the other's place: asked for, and not waited for. The next call of this agent finds it.
    if (error instanceof CertificateRefused && error.fault === "token_untrusted") void source.miss();
    throw error;
  }
}

/** Lengths are in it, so that no two chains have the same bytes. */
function digestOf(chain: readonly Uint8Array[]): string {
  const digest = createHash("sha256");
  for (const der of chain) digest.update(`${der.length}:`).update(der);
  return digest.digest("base64url");
}
