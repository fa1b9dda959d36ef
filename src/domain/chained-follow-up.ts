/** A row of `follow_ups` as far as the chain covers it. */
export interface FollowUpRow {
  readonly tenant: string;
  readonly id: string;
  /** "" where there is none. */
  readonly decision_id: string;
  readonly session: string;
  readonly kind: string;
  /** Microseconds since 2000-01-01, as PostgreSQL counts. */
  readonly at_us: bigint;
  readonly actor: string;
  /** SHA-256 over the row's salt and its body. */
  readonly body_digest: Uint8Array;
}
