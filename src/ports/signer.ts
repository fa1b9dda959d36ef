import type { JsonObject } from "../domain/json.ts";

/** Signs grants. Keys never leave the adapter. */
export interface GrantSigner {
  /** A compact JWS (RFC 7515) by the audience's algorithm; header `alg`, `kid`, `typ: JWT`. */
  sign(audience: string, claims: JsonObject): string;
  /** Public keys, for `/.well-known/jwks.json` (RFC 7517). */
  jwks(): { readonly keys: readonly JsonObject[] };
  /** Algorithms in use, for discovery. */
  algorithms(): readonly string[];
}
