/** What proofs of possession need to be remembered by, the same on every replica. */
export interface ProofGuard {
  /**
   * Whether this is the first time that anybody showed it. Exactly one of those who ask is told so.
   * @param key what names the proof, without a part of it in the clear
   * @param expiresAtMs when the proof would be refused anyway, in milliseconds since 1970
   * @throws WritError unavailable
   */
  firstUse(tenant: string, key: string, expiresAtMs: number): Promise<boolean>;
  /**
   * Binds a token to the first key that showed it.
   * @param tokenDigest `sha256:<hex>` of what of the token is signed
   * @returns the thumbprint of the key that it is bound to, which may be another's
   * @throws WritError unavailable
   */
  bind(tenant: string, tokenDigest: string, thumbprint: string, expiresAtMs: number): Promise<string>;
}
