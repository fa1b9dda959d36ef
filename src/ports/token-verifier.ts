import type { TokenFault } from "../domain/identity.ts";
import type { JsonObject } from "../domain/json.ts";

/** Whose word a token is: an issuer is trusted for some of these and no others. */
export const TOKEN_USES = ["agent", "intent", "caller"] as const;
export type TokenUse = (typeof TOKEN_USES)[number];

/** What a token proves: signature, issuer, audience, type and times were checked. */
export interface VerifiedToken {
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  /** How its claims are to be read: one of the profiles of `trust`. */
  readonly profile: string;
  readonly claims: JsonObject;
  /** `sha256:<hex>` of the token's text: what of it may be kept. */
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly expires_at_ms: number;
}

/** Why a token or certificate proves nothing. The message never repeats a part of it. */
export interface TokenRefused {
  readonly fault: TokenFault;
  readonly message: string;
}

/** Verifies JWTs of the issuers that the configuration lists. Never waits for an issuer: keys are fetched ahead of time. */
export interface TokenVerifier {
  /** @returns at once when the token was verified before and is still good */
  verify(
    use: TokenUse,
    token: string,
    nowMs: number,
  ): VerifiedToken | TokenRefused | Promise<VerifiedToken | TokenRefused>;
}

/** What a certificate chain proves (X.509-SVID section 5, RFC 5280 section 6). */
export interface VerifiedCertificate {
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  /** The SPIFFE ID. */
  readonly id: string;
  /** SHA-256 of the leaf's DER, base64url: `x5t#S256` of RFC 8705 section 3.1. */
  readonly thumbprint: string;
  /** Milliseconds since 1970. */
  readonly expires_at_ms: number;
}

/** Verifies the certificates of callers. */
export interface CallerCertificates {
  /**
   * @param issuer its name in `trust`
   * @param chain DER, the leaf first
   * @returns the names that the issuer's CAs vouch for, as certificateName writes them
   */
  verify(issuer: string, chain: readonly Uint8Array[], nowMs: number): ReadonlySet<string> | TokenRefused;
}

export interface CertificateVerifier {
  /** @param chain DER, the leaf first */
  verify(chain: readonly Uint8Array[], nowMs: number): VerifiedCertificate | TokenRefused;
}
