import type { RevocationReason } from "../domain/revocation.ts";

/** A revocation that a subscriber has not taken yet. Texts are "" where there is nothing to say. */
export interface QueuedEvent {
  /** `jti`: the same for each try. */
  readonly id: string;
  /** The agent. */
  readonly subject: string;
  readonly grant_id: string;
  readonly task: string;
  readonly intent: string;
  readonly session: string;
  readonly reason: RevocationReason;
  /** When it was revoked, milliseconds since 1970. */
  readonly at_ms: number;
  /** Tries that failed. */
  readonly attempts: number;
  /** Since it was queued. */
  readonly age_s: number;
}

/** An event that was given up. */
export interface DeadEvent extends Pick<QueuedEvent, "id" | "grant_id" | "reason" | "attempts" | "at_ms"> {
  readonly subscriber: string;
  readonly dead_at_ms: number;
  /** A status or the name of a failure. */
  readonly problem: string;
}

export interface SubscriberState {
  readonly name: string;
  readonly pending: number;
  /** Seconds; 0 where nothing waits. */
  readonly oldest_s: number;
  readonly dead: number;
  /** What the last failed try of the oldest one came to. */
  readonly problem: string;
}

/** What was revoked and has to be told, kept in the transaction that revoked it. Every method rejects with `unavailable`. */
export interface EventOutbox {
  /** These are the tenant's subscribers from now on, and nobody else. */
  subscribe(
    tenant: string,
    subscribers: readonly { readonly name: string; readonly events: readonly RevocationReason[] }[],
  ): Promise<void>;
  /** Of all replicas one holds it; who does may renew it. @returns whether the holder has it now */
  lease(tenant: string, subscriber: string, holder: string, duration_s: number): Promise<boolean>;
  /** The next one need not wait for the lease to run out. */
  release(tenant: string, subscriber: string, holder: string): Promise<void>;
  /** What is due: of each subject the oldest event only, the oldest first. */
  due(tenant: string, subscriber: string, limit: number): Promise<readonly QueuedEvent[]>;
  delivered(tenant: string, subscriber: string, id: string): Promise<void>;
  failed(tenant: string, subscriber: string, id: string, delay_s: number, problem: string): Promise<void>;
  dead(tenant: string, subscriber: string, id: string, problem: string): Promise<void>;
}

export interface EventReader {
  subscribers(tenant: string): Promise<readonly SubscriberState[]>;
  /** Newest first. */
  dead(tenant: string, limit: number): Promise<readonly DeadEvent[]>;
}
