import type { JsonObject } from "../../domain/json.ts";
import type { KeyPurpose, SigningAlgorithm } from "../../domain/signing-key.ts";

export type PublicJwk = JsonObject & { readonly kid: string };

/** A key that was just made. */
export interface MadeKey {
  readonly jwk: PublicJwk;
  /** What opens it again, to be sealed at once and then overwritten. */
  readonly secret: Buffer;
}

/** A key that can sign. */
export interface OpenKey {
  readonly jwk: PublicJwk;
  /** The signature as JWS wants it (RFC 7518 section 3). @throws WritError unavailable */
  sign(data: Buffer): Promise<Buffer>;
}

/** Where private keys are: in this process, or in a key management system that never lets them out. */
export interface KeyMaterial {
  /** @param known ids of the keys that there are already */
  make(purpose: KeyPurpose, algorithm: SigningAlgorithm, known: ReadonlySet<string>): Promise<MadeKey>;
  /** @throws WritError for a secret that is not of this kind */
  open(secret: Buffer, algorithm: SigningAlgorithm): OpenKey;
}
