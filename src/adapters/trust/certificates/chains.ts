import { createHash } from "node:crypto";
import type { IssuerTrust } from "../../../domain/trust.ts";
import type { TokenRefused } from "../../../ports/token-verifier.ts";
import { Generations } from "../generations.ts";
import type { KeySource } from "../sources/source.ts";
import { anchorsOf } from "./anchors.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { findPath } from "./path.ts";
import { CertificateRefused } from "./refused.ts";
import { checkRevoked } from "./revoked.ts";

/** What a client presents: its own certificate, and CAs between that and the bundle. */
const MAX_CERTIFICATES = 8;

/** Chains that one worker surely remembers, of some 300 bytes each; there are two generations of them. */
const MIN_REMEMBERED = 5_000;

/** What was verified, and for how long that holds as long as the CAs are the same. */
export interface VerifiedChain<T> {
  readonly verified: T;
  /** The earliest and the latest time at which it would have been found the same, in milliseconds since 1970. */
  readonly notBeforeMs: number;
  readonly untilMs: number;
  readonly anchors: string;
  readonly source: KeySource;
}

/** Remembers verified chains by their bytes. */
export class Chains<T> {
  readonly #known = new Generations<VerifiedChain<T>>({ entries: MIN_REMEMBERED, weight: Number.POSITIVE_INFINITY });

  /**
   * @param scope what else than the chain the answer depends on
   * @param make verifies it; throws CertificateRefused
   */
  verify(scope: string, chain: readonly Uint8Array[], nowMs: number, make: () => VerifiedChain<T>): T | TokenRefused {
    try {
      if (chain.length > MAX_CERTIFICATES) {
        throw new CertificateRefused("token_too_large", `the chain has more than ${MAX_CERTIFICATES} certificates`);
      }
      const id = `${scope}:${digestOf(chain)}`;
      const found = this.#known.get(id);
      const good = found !== undefined && stillGood(found, nowMs);
      if (found !== undefined && !good) this.#known.forget(id);
      const entry = good ? found : make();
      this.#known.keep(id, entry, 1);
      return entry.verified;
    } catch (error) {
      if (error instanceof CertificateRefused) return error.toRefused();
      throw error;
    }
  }
}

/** Verified before, by the same CAs, and at no time that its verification would not hold at. */
function stillGood<T>({ untilMs, notBeforeMs, anchors, source }: VerifiedChain<T>, nowMs: number): boolean {
  const document = source.current(nowMs);
  return nowMs < untilMs && nowMs >= notBeforeMs && document !== undefined && anchorsOf(document).digest === anchors;
}

/** Who signed the leaf must be of the issuer, now and not revoked. @throws CertificateRefused */
export function verifyPath<T>(
  [leaf, ...between]: readonly [ParsedCertificate, ...ParsedCertificate[]],
  { clockSkewS }: IssuerTrust,
  source: KeySource,
  nowMs: number,
  verified: (expiresAtMs: number) => T,
): VerifiedChain<T> {
  const document = source.current(nowMs);
  if (document === undefined) throw new CertificateRefused("key_unavailable", "the CA certificates cannot be had");
  const anchors = anchorsOf(document);
  const clock = { nowMs, skewMs: clockSkewS * 1000 };
  try {
    const path = findPath(leaf, between, anchors.certificates, clock);
    const listedMs = anchors.lists === undefined ? Number.POSITIVE_INFINITY : checkRevoked(path, anchors.lists, clock);
    const expiresAtMs = Math.min(...path.map(({ notAfterMs }) => notAfterMs));
    return {
      verified: verified(expiresAtMs),
      notBeforeMs: Math.max(...path.map(({ notBeforeMs }) => notBeforeMs)),
      untilMs: Math.min(expiresAtMs, listedMs),
      anchors: anchors.digest,
      source,
    };
  } catch (error) {
    // A CA may have taken the other's place: asked for, and not waited for. The next call finds it.
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
