import type { RevocationReason } from "../domain/revocation.ts";
import type { Outbox, Queued, ReceiverState } from "./outbox.ts";

/** A revocation that a subscriber has not taken yet. Texts are "" where there is nothing to say. */
export interface QueuedEvent extends Queued {
  /** The agent. */
  readonly subject: string;
  readonly grant_id: string;
  readonly task: string;
  readonly intent: string;
  readonly session: string;
  readonly reason: RevocationReason;
  /** When it was revoked, milliseconds since 1970. */
  readonly at_ms: number;
}

/** An event that was given up. */
export interface DeadEvent extends Pick<QueuedEvent, "id" | "grant_id" | "reason" | "attempts" | "at_ms"> {
  readonly subscriber: string;
  readonly dead_at_ms: number;
  /** A status or the name of a failure. */
  readonly problem: string;
}

export type EventOutbox = Outbox<QueuedEvent, RevocationReason>;

export interface EventReader {
  subscribers(tenant: string): Promise<readonly ReceiverState[]>;
  /** Newest first. */
  dead(tenant: string, limit: number): Promise<readonly DeadEvent[]>;
}
