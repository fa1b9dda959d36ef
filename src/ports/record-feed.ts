import type { StoredDecision } from "../domain/record.ts";
import type { Lease } from "./outbox.ts";
import type { FollowUp } from "./record-stream.ts";

/** In this order a feed brings them, so that what follows a decision never comes before it. */
export const FEED_STREAMS = ["decisions", "follow_ups"] as const;
export type FeedStream = (typeof FEED_STREAMS)[number];

export type FeedRecord =
  | { readonly stream: "decisions"; readonly record: StoredDecision }
  | { readonly stream: "follow_ups"; readonly record: FollowUp };

/** Everything up to here has arrived: all transactions below `xid`, and of that one the ids up to `after_id`. */
export interface FeedPosition {
  readonly xid: string;
  readonly after_id: string;
}

export interface FeedState {
  readonly name: string;
  /** What has not arrived yet, counted up to MAX_PENDING_COUNTED. */
  readonly pending: number;
  /** Seconds; 0 where nothing waits. */
  readonly oldest_s: number;
  /** Milliseconds since 1970; absent before the first. */
  readonly delivered_at_ms?: number;
  /** What the last try came to, if it failed. */
  readonly problem: string;
}

/** Counting more would cost more than the number tells. */
export const MAX_PENDING_COUNTED = 10_000;

/** The record in the order of its transactions, and how far each sink has it. Every method rejects with `unavailable`. */
export interface RecordFeed extends Lease {
  /** Makes a sink known that is not; one that is keeps its place. @param from where a new one begins */
  register(tenant: string, name: string, streams: readonly FeedStream[], from: "now" | "beginning"): Promise<void>;
  /** It begins anew when it is there again. */
  forget(tenant: string, name: string): Promise<void>;
  /** What came with a transaction below this is all there: nothing more will appear among it. */
  horizon(): Promise<string>;
  position(tenant: string, name: string, stream: FeedStream): Promise<FeedPosition>;
  /** The next records behind the position and below the horizon, some megabytes at most; none where there are none. */
  read(
    tenant: string,
    stream: FeedStream,
    behind: FeedPosition,
    horizon: string,
  ): Promise<readonly { readonly at: FeedPosition; readonly item: FeedRecord }[]>;
  /** Keeps the place, unless another one holds the lease by now. */
  advance(tenant: string, name: string, stream: FeedStream, to: FeedPosition, holder: string): Promise<void>;
  failed(tenant: string, name: string, problem: string): Promise<void>;
  state(tenant: string, name: string): Promise<FeedState>;
}
