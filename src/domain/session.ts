/** The calls of one task so far, as stored and as policy sees it. */
export interface Session {
  readonly id: string;
  /** Raised by revocation: grants of an earlier epoch are dead. */
  readonly epoch: number;
  readonly calls: number;
  readonly in_flight: number;
  readonly by_verb: Readonly<Record<string, number>>;
  /** Exact decimal by currency. */
  readonly spent: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly task: string;
  readonly closed: boolean;
}

/** A session and the version on which a change of it is conditional; version 0 is not stored yet. */
export interface VersionedSession {
  readonly session: Session;
  readonly version: number;
}

export function newSession(id: string, task: string): Session {
  return { id, epoch: 0, calls: 0, in_flight: 0, by_verb: {}, spent: {}, labels: [], task, closed: false };
}
