import type { ParsedCertificate } from "./certificate.ts";
import { CertificateRefused } from "./refused.ts";

/**
 * Signatures that are believed (RFC 5758, RFC 4055, RFC 8410): SHA-2 and Ed25519. Not SHA-1, MD5 and DSA, and not
 * RSASSA-PSS, whose parameters could name any of those.
 */
const SIGNATURES = new Set([
  "1.2.840.10045.4.3.2", // ecdsa-with-SHA256
  "1.2.840.10045.4.3.3", // ecdsa-with-SHA384
  "1.2.840.10045.4.3.4", // ecdsa-with-SHA512
  "1.2.840.113549.1.1.11", // sha256WithRSAEncryption
  "1.2.840.113549.1.1.12", // sha384WithRSAEncryption
  "1.2.840.113549.1.1.13", // sha512WithRSAEncryption
  "1.3.101.112", // Ed25519
]);

const CURVES: readonly unknown[] = ["prime256v1", "secp384r1", "secp521r1"];

/** NIST SP 800-131A. */
const MIN_RSA_BITS = 2048;
/** A longer one costs more to verify than anybody needs. */
const MAX_RSA_BITS = 8192;

/** @throws CertificateRefused when what signed it, or its own key, is too weak */
export function checkAlgorithms({ signatureAlgorithm, publicKey }: ParsedCertificate): void {
  if (!SIGNATURES.has(signatureAlgorithm)) {
    throw new CertificateRefused(
      "token_algorithm_refused",
      "a certificate is signed with an algorithm that is not believed",
    );
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = publicKey;
  const bits = details.modulusLength ?? 0;
  const strong =
    type === "ed25519" ||
    (type === "ec" && CURVES.includes(details.namedCurve)) ||
    (type === "rsa" && bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS);
  if (!strong)
    throw new CertificateRefused("token_algorithm_refused", "a certificate's key is of a kind that is not believed");
}
