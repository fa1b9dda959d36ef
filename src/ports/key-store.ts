import type { JsonObject } from "../domain/json.ts";

/** RFC 7518 names; brokers agree on no others (JWT-SVID and GCP know no EdDSA). */
export const SIGNING_ALGORITHMS = ["ES256", "RS256"] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** A key signs for one purpose, so that no token can stand for one of another kind. */
export const KEY_PURPOSES = ["grant", "intent", "event"] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** A signing key at rest: the private half is sealed, and only who holds the key encryption key can open it. */
export interface StoredKey {
  /** JWK thumbprint (RFC 7638) of the public key. */
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly purpose: KeyPurpose;
  readonly sealed_private: Uint8Array;
  /** For people who look at the table; what is published is derived from the private key. */
  readonly public_jwk: JsonObject;
  readonly created_at_ms: number;
  /** Since when nothing new is signed with it. */
  readonly retired_at_ms?: number;
}

export interface KeyStore {
  /** All keys of the purpose, the retired ones too, oldest first. */
  load(purpose: KeyPurpose): Promise<readonly StoredKey[]>;
  /**
   * Stores, at once, those whose purpose and algorithm no unretired key has yet. Of replicas that race, the keys of one
   * win together, so that all of them are sealed alike.
   */
  insertIfAbsent(keys: readonly StoredKey[]): Promise<void>;
}
