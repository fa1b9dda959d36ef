import type { JsonObject } from "../domain/json.ts";
import type { KeyPurpose } from "./key-store.ts";

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
