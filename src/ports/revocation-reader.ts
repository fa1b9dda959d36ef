/** A grant that is revoked and would live otherwise. */
export interface LivingRevocation {
  readonly grant_id: string;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly expires_at_ms: number;
}

/** What is revoked, from memory: kept current by the store's notifications, costs no query. */
export interface RevocationReader {
  /** Whether a grant that has not expired was revoked. */
  isRevoked(tenant: string, grantId: string): boolean;
  /** All of a tenant's that have not expired, by id. */
  living(tenant: string, nowMs: number): readonly LivingRevocation[];
  /** Whether what was revoked a moment ago is known. */
  current(): boolean;
  /** Another number whenever something was added. */
  version(): number;
}
