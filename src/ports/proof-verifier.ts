import type { JsonObject } from "../domain/json.ts";
import type { TokenRefused } from "./token-verifier.ts";

/** A proof whose signature is right. What it proves, its claims have to say. */
export interface VerifiedProof {
  /** RFC 7638, SHA-256, base64url: of the key that signed it. */
  readonly thumbprint: string;
  readonly claims: JsonObject;
}

/** Verifies that whoever made a proof holds a private key. Knows no issuer and no time. */
export interface ProofVerifier {
  /** A DPoP proof, which brings its public key along (RFC 9449 section 4.2). */
  dpop(proof: string): Promise<VerifiedProof | TokenRefused>;
  /** A Workload Proof Token (draft-ietf-wimse-wpt) by the key that a WIT's `cnf.jwk` names. */
  workloadProof(proof: string, jwk: JsonObject): Promise<VerifiedProof | TokenRefused>;
  /** RFC 7638 thumbprint; undefined for what is no public key. */
  thumbprint(jwk: JsonObject): string | undefined;
}
