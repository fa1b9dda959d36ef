import type { SessionState, StoredSession } from "../domain/session-state.ts";

export interface SessionFilter {
  readonly agent?: string;
  readonly task?: string;
  readonly state?: SessionState;
}

export interface SessionPage {
  readonly size: number;
  /** The last of the page before. */
  readonly after?: { readonly at_ms: number; readonly id: string };
}

/** A session as people see it. */
export interface SessionRow {
  readonly session: StoredSession;
  readonly version: number;
  /** Who last let it go on again. */
  readonly resumed?: SessionNote;
}

/** Who orders something, why, and when. */
export interface SessionNote {
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
}

/** The sessions of a tenant, for people. Every method rejects with WritError `unavailable` when they cannot be reached. */
export interface SessionStore {
  /** The newest beginnings first. */
  list(tenant: string, filter: SessionFilter, page: SessionPage): Promise<readonly SessionRow[]>;
  find(tenant: string, id: string): Promise<SessionRow | undefined>;
  /**
   * Stops a session, and revokes its grants in the same transaction. One that is stopped stays as it is.
   * Rejects with `not_found`, and with `conflict` for a closed one.
   */
  suspend(tenant: string, id: string, note: SessionNote): Promise<{ readonly grants_revoked: number }>;
  /** Lets it go on. One that is open stays as it is. Rejects with `not_found`, and with `conflict` for a closed one. */
  resume(tenant: string, id: string, note: SessionNote): Promise<void>;
}
