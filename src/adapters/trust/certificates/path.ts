import { anyExtendedKeyUsage, id_kp_clientAuth, KeyUsageFlags } from "@peculiar/asn1-x509";
import { checkAlgorithms } from "./algorithms.ts";
import type { ParsedCertificate } from "./certificate.ts";
import { checkNames } from "./names.ts";
import { CertificateRefused } from "./refused.ts";

/** The leaf, the CAs between, the trust anchor. SPIRE has two, with an upstream authority three or four. */
const MAX_PATH = 8;

/** CAs of the same name multiply the ways to try; each step costs a signature. */
const MAX_SIGNATURES = 32;

interface Search {
  readonly between: readonly ParsedCertificate[];
  readonly anchors: readonly ParsedCertificate[];
  readonly nowMs: number;
  readonly skewMs: number;
  signatures: number;
  /** What was wrong with the way that came furthest. */
  refused?: CertificateRefused;
}

/**
 * A path from the leaf to a trust anchor (RFC 5280 section 6.1, X509-SVID section 5.1): names chain, signatures verify, all are
 * valid now, and each CA may do what it did.
 * @returns the path, the leaf first, the anchor last
 * @throws CertificateRefused
 */
export function findPath(
  leaf: ParsedCertificate,
  between: readonly ParsedCertificate[],
  anchors: readonly ParsedCertificate[],
  { nowMs, skewMs }: { readonly nowMs: number; readonly skewMs: number },
): readonly ParsedCertificate[] {
  const search: Search = { between, anchors, nowMs, skewMs, signatures: 0 };
  checkAlgorithms(leaf);
  checkTime(leaf, search);
  const path = extend([leaf], search);
  if (path !== undefined) return path;
  throw (
    search.refused ?? new CertificateRefused("token_untrusted", "the chain leads to no CA of the trust domain's bundle")
  );
}

function extend(path: readonly ParsedCertificate[], search: Search): readonly ParsedCertificate[] | undefined {
  const last = path.at(-1) as ParsedCertificate;
  if (path.length >= MAX_PATH) return undefined;
  for (const anchor of search.anchors) {
    if (anchor.subject === last.issuer && signedBy(path, anchor, search, true)) return [...path, anchor];
  }
  for (const ca of search.between) {
    if (ca.subject !== last.issuer || path.includes(ca) || !signedBy(path, ca, search, false)) continue;
    const found = extend([...path, ca], search);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether this CA may stand above the path so far. Why not is kept. */
function signedBy(path: readonly ParsedCertificate[], ca: ParsedCertificate, search: Search, anchor: boolean): boolean {
  try {
    const last = path.at(-1) as ParsedCertificate;
    search.signatures += 1;
    if (search.signatures > MAX_SIGNATURES) {
      throw new CertificateRefused("token_too_large", "the chain has too many ways to a CA");
    }
    checkAlgorithms(ca);
    if (!last.x509.verify(ca.publicKey)) {
      throw new CertificateRefused("token_invalid", "a signature of the chain does not verify");
    }
    checkTime(ca, search);
    checkAuthority(ca, path, anchor);
    checkNames(ca.nameConstraints, path);
    return true;
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    search.refused ??= error;
    return false;
  }
}

/** The skew is that of the clocks of whoever issues and of this machine. */
function checkTime({ notBeforeMs, notAfterMs }: ParsedCertificate, { nowMs, skewMs }: Search): void {
  // Written so that a time which is no number is refused.
  if (!(nowMs <= notAfterMs + skewMs)) throw new CertificateRefused("token_expired", "a certificate has expired");
  if (!(nowMs >= notBeforeMs - skewMs)) {
    throw new CertificateRefused("token_not_yet_valid", "a certificate is not yet valid");
  }
}

/** RFC 5280 section 6.1.4, (k) to (n). Anchors may go without key usage, as old roots do: the operator trusts them by name. */
function checkAuthority(ca: ParsedCertificate, path: readonly ParsedCertificate[], anchor: boolean): void {
  const { isCa, keyUsage, extendedKeyUsage, pathLength } = ca;
  const signs = keyUsage === undefined ? anchor : (keyUsage.toNumber() & KeyUsageFlags.keyCertSign) !== 0;
  if (!isCa || !signs) throw new CertificateRefused("token_untrusted", "a certificate is signed by one that is no CA");
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.some((use) => CLIENT_USES.includes(use))) {
    throw new CertificateRefused("token_untrusted", "a CA of the chain may not sign for clients");
  }
  // A CA that names itself as its issuer is not counted (RFC 5280 section 4.2.1.9).
  const below = path.slice(1).filter(({ subject, issuer }) => subject !== issuer).length;
  if (pathLength !== undefined && below > pathLength) {
    throw new CertificateRefused("token_untrusted", "a CA of the chain may not have as many CAs below it");
  }
}

const CLIENT_USES: readonly string[] = [id_kp_clientAuth, anyExtendedKeyUsage];
