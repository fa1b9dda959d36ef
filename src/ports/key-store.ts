import type { JsonObject } from "../domain/json.ts";
import type { KeyPurpose, KeyTimes, SigningAlgorithm } from "../domain/signing-key.ts";

/** A signing key at rest: the private half is sealed, and only who holds the key encryption key can open it. */
export interface StoredKey extends KeyTimes {
  /** JWK thumbprint (RFC 7638) of the public key. */
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** The private key, or where in a key management system it is. */
  readonly sealed_private: Uint8Array;
  /** For people who look at the table; what is published comes out of the seal. */
  readonly public_jwk: JsonObject;
  readonly created_at_ms: number;
}

/** A key that takes the place of the newest one of its purpose and algorithm. */
export interface NextKey {
  readonly key: StoredKey;
  /** The `kid` of the key that it follows. */
  readonly follows: string;
}

/** Every change is one transaction, and changes come one after the other: replicas that race see each other's. */
export interface KeyStore {
  /** All keys, oldest first. */
  load(): Promise<readonly StoredKey[]>;
  /**
   * Stores, at once, those whose purpose and algorithm no unretired key has yet. Of replicas that race, the keys of one
   * win together, so that all of them are sealed alike.
   */
  insertIfAbsent(keys: readonly StoredKey[]): Promise<void>;
  /**
   * Publishes the next keys; those that they follow retire at the moment at which these become active.
   * @returns false, with nothing changed, when one of them has a follower already or was revoked
   */
  follow(next: readonly NextKey[]): Promise<boolean>;
  /** Makes published keys active at once; those before them retire. @returns how many there were */
  activate(purposes: readonly KeyPurpose[], nowMs: number): Promise<number>;
  /**
   * The key signs and verifies nothing any more. Where it was the one that signs, a published one signs at once, else the
   * replacement. Grants that it signed are revoked in the same transaction. Rejects with `not_found`, and with `conflict`
   * where a replacement is needed and none is given.
   */
  revoke(
    kid: string,
    replacement: StoredKey | undefined,
    nowMs: number,
  ): Promise<{ readonly grants_revoked: number; readonly replaced: boolean }>;
  /** Stores keys that were sealed again, where they still are as they were. @returns how many */
  reseal(
    keys: readonly { readonly kid: string; readonly before: Uint8Array; readonly after: Uint8Array }[],
  ): Promise<number>;
  /** Tells all keys each time something has changed, from now on: who wants those that there are now loads them afterwards. */
  watch(hear: (keys: readonly StoredKey[]) => void): void;
}
