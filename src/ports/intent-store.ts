import type { IntentRecord, IntentStatus } from "../domain/intent.ts";

/** Which intents are of no use, from memory: costs no query. */
export interface IntentStates {
  /** `undefined` for one that nothing is known against. */
  stateOf(tenant: string, id: string): "pending" | "denied" | "revoked" | undefined;
}

export interface IntentFilter {
  readonly task?: string;
  readonly status?: IntentStatus;
  /** The last one of the page before. */
  readonly after?: string;
}

export interface IntentRevocation {
  readonly intent: IntentRecord;
  /** How many of those derived from it ended with it. */
  readonly descendants: number;
  readonly grants_revoked: number;
}

/** Intents that were issued here. Every method rejects with WritError `unavailable` when the store is away. */
export interface IntentStore {
  /**
   * Rejects with `conflict` when one of its ancestors on record is not active any more, and with `resource_exhausted` when too
   * many of the tenant wait for a person.
   */
  insert(record: IntentRecord, nowMs: number): Promise<void>;
  find(tenant: string, id: string, nowMs: number): Promise<IntentRecord | undefined>;
  /** Newest first. */
  list(tenant: string, filter: IntentFilter, size: number, nowMs: number): Promise<readonly IntentRecord[]>;
  /**
   * A person's yes or no, if it still waits for one.
   * @returns undefined when it does not
   */
  decide(
    tenant: string,
    id: string,
    to: "active" | "denied",
    by: string,
    nowMs: number,
  ): Promise<IntentRecord | undefined>;
  /** Ends it, all that was derived from it, and their grants; twice is the same as once. @returns undefined when there is none */
  revoke(tenant: string, id: string, by: string, nowMs: number): Promise<IntentRevocation | undefined>;
}
