import type { JsonObject } from "./json.ts";

/** How people sign in at Writ's own pages: as clients of which issuer (OpenID Connect Core 1.0 section 3.1). */
export interface SignInSettings {
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  readonly client_id: string;
  /** Where the client's secret is; "" for a public client. */
  readonly client_secret_file: string;
  readonly scopes: readonly string[];
  /** How long ago the issuer may have seen a person who answers. */
  readonly max_age_s: number;
}

/** Who signed in, as the issuer's ID token said. */
export interface SignedIn {
  /** The issuer's name in `trust`. */
  readonly issuer: string;
  /** Of its claims those which callers are known by. */
  readonly claims: JsonObject;
}

/** A sign-in ends after so long, whatever is done with it: a working day. */
export const SIGN_IN_TTL_MS = 8 * 3_600_000;
/** And sooner where nothing is. */
export const SIGN_IN_IDLE_MS = 3_600_000;
