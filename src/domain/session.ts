/** What calls have come to. */
export interface Counts {
  readonly calls: number;
  readonly by_verb: Readonly<Record<string, number>>;
  /** Exact decimal by currency. */
  readonly spent: Readonly<Record<string, string>>;
}

/** What a session began with, so that policy sees what is another since. */
export interface Beginning {
  /** Ids; `intent` is "" where none was sent. */
  readonly agent: string;
  readonly intent: string;
  /** The catalogue's digest. */
  readonly catalogue: string;
  readonly environment: string;
}

/** The calls of one session so far, as stored and as policy sees it; sessions that are older than the memory of it have no beginning. */
export interface Session extends Counts, Partial<Beginning> {
  readonly id: string;
  /** Raised by revocation: grants of an earlier epoch are dead. */
  readonly epoch: number;
  readonly in_flight: number;
  readonly labels: readonly string[];
  readonly task: string;
  readonly closed: boolean;
}

/** A session and the version on which a change of it is conditional; version 0 is not stored yet. */
export interface VersionedSession {
  readonly session: Session;
  readonly version: number;
}

/** The calls of one task, of whatever session, under intents that limit them together. */
export interface TaskCounts extends Counts {
  readonly id: string;
}

export interface VersionedCounts {
  readonly task: TaskCounts;
  readonly version: number;
}

export function newCounts(id: string): TaskCounts {
  return { id, calls: 0, by_verb: {}, spent: {} };
}

export function newSession(id: string, task: string): Session {
  return { id, epoch: 0, calls: 0, in_flight: 0, by_verb: {}, spent: {}, labels: [], task, closed: false };
}
