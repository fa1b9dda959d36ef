import type { JsonObject } from "../domain/json.ts";
import type { KeyPurpose, KeyTimes, SigningAlgorithm } from "../domain/signing-key.ts";

/** What is to be signed, and as what. */
export interface SigningRequest {
  readonly purpose: KeyPurpose;
  /** The audience, of which settings may say another algorithm than ES256. */
  readonly audience: string;
  /** The `typ` of the JOSE header (RFC 8725 section 3.11). */
  readonly type: string;
  readonly claims: JsonObject;
}

/** Signs tokens. Keys never leave the adapter. */
export interface TokenSigner {
  /** A compact JWS (RFC 7515), header `alg`, `kid`, `typ`. @throws WritError unavailable */
  sign(request: SigningRequest): Promise<string>;
  /** Public keys of all purposes, for `/.well-known/jwks.json` (RFC 7517). */
  jwks(): { readonly keys: readonly JsonObject[] };
  /** Algorithms in use for grants, for discovery. */
  algorithms(): readonly string[];
}

/** A key that tokens of Writ's own verify with. */
export interface VerificationKey {
  readonly purpose: KeyPurpose;
  readonly algorithm: SigningAlgorithm;
  readonly jwk: JsonObject & { readonly kid: string };
}

/** The keys that verify now. What is revoked is gone from it within a second, on every replica. */
export interface VerificationKeys {
  find(kid: string, nowMs: number): VerificationKey | undefined;
}

/** What may be told of a key. */
export interface SigningKeyInfo extends KeyTimes {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly created_at_ms: number;
}

/** Changes which keys sign. */
export interface KeyManager {
  list(): Promise<readonly SigningKeyInfo[]>;
  /**
   * Publishes a next key for each purpose and algorithm, to become active after the overlap; where one is published already,
   * no other is made.
   * @param immediately it signs at once, before verifiers that keep the key set can know it
   * @returns whether this changed anything
   */
  rotate(purposes: readonly KeyPurpose[], immediately: boolean, nowMs: number): Promise<boolean>;
  /** Rejects with `not_found`. */
  revoke(kid: string, nowMs: number): Promise<{ readonly grants_revoked: number; readonly replaced: boolean }>;
  /** Seals every key with the present key encryption key. @returns how many were sealed with the previous one */
  rewrap(): Promise<number>;
}
