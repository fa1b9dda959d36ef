/** What ties one sign-in together from its beginning to its end; the browser keeps it, and shows it once. */
export interface SignInSecrets {
  /** RFC 6749 section 10.12. */
  readonly state: string;
  /** OpenID Connect Core 1.0 section 15.5.2. */
  readonly nonce: string;
  /** RFC 7636 section 4.1. */
  readonly verifier: string;
}

/** An issuer as Writ's own pages use it: authorization code flow with PKCE. */
export interface IdentityProvider {
  newSecrets(): SignInSecrets;
  /**
   * Where the browser is to go. The issuer asks the person anew where it last did longer ago than the settings' `max_age_s`.
   * Rejects with `unavailable` where the issuer cannot be asked for its metadata.
   */
  begin(secrets: SignInSecrets): Promise<URL>;
  /**
   * What the issuer made of it. The token was checked against the state, the nonce and the age; its signature was not.
   *
   * @param answer the parameters with which the browser came back
   * Rejects with `permission_denied` where the person was refused, `unauthenticated` for an answer to another question, `unavailable` without the issuer.
   */
  finish(
    answer: URLSearchParams,
    secrets: SignInSecrets,
  ): Promise<{ readonly idToken: string; readonly authenticatedAtMs: number }>;
}
