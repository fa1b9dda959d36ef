import { WritError } from "../../domain/errors.ts";
import {
  FEED_STREAMS,
  type FeedPosition,
  type FeedRecord,
  type FeedStream,
  type RecordFeed,
} from "../../ports/record-feed.ts";
import type { RecordMessage, RecordPublisher } from "../../ports/record-publisher.ts";
import type { SinkTelemetry } from "../../ports/sink-telemetry.ts";
import { Periodic } from "../background.ts";

/** How often is looked for new records. Nobody notifies: a decision pays nothing for who follows it. */
const POLL_MS = 500;
/** Publishers give up before. Whoever holds it longer only makes a batch come twice. */
const LEASE_S = 15;
const RENEW_MS = 5_000;
/** Between tries while a sink does not take what it is given. */
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

export interface FeedParts {
  readonly tenant: string;
  readonly name: string;
  readonly holder: string;
  readonly streams: readonly FeedStream[];
  readonly feed: RecordFeed;
  readonly publisher: RecordPublisher;
  /** What is told of a record, in at most so many bytes; undefined for one that this sink is not told. */
  message(record: FeedRecord, maxBytes: number): RecordMessage | undefined;
  readonly counted: SinkTelemetry["counted"];
  log(event: string, fields: Readonly<Record<string, string>>): void;
  /** Milliseconds that only ever go forward. */
  now(): number;
}

/**
 * Brings one sink the record, in its order, at least once: its place moves when the sink has what came before. All that it does not
 * know of its place it asks the database, so that a crash costs at most one batch that comes again with the same ids.
 */
export class SinkFeed {
  readonly #parts: FeedParts;
  readonly #rounds: Periodic;
  #leasedAt = Number.NEGATIVE_INFINITY;
  /** Up to where both streams are being brought; undefined between two rounds. */
  #horizon: string | undefined;
  #failures = 0;
  #retryAt = Number.NEGATIVE_INFINITY;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#rounds = new Periodic({ everyMs: POLL_MS, run: () => this.#round(), failed: (error) => this.#failed(error) });
  }

  /** Finishes the batch that is under way. */
  async close(): Promise<void> {
    await this.#rounds.close();
    const { tenant, name, holder, feed, publisher } = this.#parts;
    await feed.release(tenant, name, holder).catch(() => {});
    await publisher.close().catch(() => {});
  }

  /** @returns whether there may be more */
  async #round(): Promise<boolean> {
    if (this.#parts.now() < this.#retryAt || !(await this.#leased())) return false;
    const { feed, streams } = this.#parts;
    this.#horizon ??= await feed.horizon();
    for (const stream of FEED_STREAMS) {
      // Not the next stream before this one is through: what follows a decision comes behind it.
      if (streams.includes(stream) && (await this.#bring(stream, this.#horizon))) return true;
    }
    this.#horizon = undefined;
    return false;
  }

  async #leased(): Promise<boolean> {
    const { tenant, name, holder, feed, now } = this.#parts;
    const asked = now();
    if (asked - this.#leasedAt < RENEW_MS) return true;
    const held = await feed.lease(tenant, name, holder, LEASE_S);
    this.#leasedAt = held ? asked : Number.NEGATIVE_INFINITY;
    return held;
  }

  /** One batch. @returns whether there was one */
  async #bring(stream: FeedStream, horizon: string): Promise<boolean> {
    const { tenant, name, holder, feed, publisher, message, counted } = this.#parts;
    const place = this.#within(await feed.position(tenant, name, stream), horizon);
    const records = await feed.read(tenant, stream, place, horizon);
    const last = records.at(-1);
    if (last === undefined) return false;
    const maxBytes = await publisher.maxBytes();
    const messages = records.flatMap(({ item }) => message(item, maxBytes) ?? []);
    if (messages.length > 0) await publisher.publish(messages);
    await feed.advance(tenant, name, stream, last.at, holder);
    counted("delivered", messages.length);
    this.#failures = 0;
    return true;
  }

  /** A database that was restored from a dump counts its transactions anew: what it writes from now on is behind no old place. */
  #within(place: FeedPosition, horizon: string): FeedPosition {
    if (BigInt(place.xid) <= BigInt(horizon)) return place;
    this.#parts.log("sink_position_reset", { sink: this.#parts.name });
    return { xid: "0", after_id: "" };
  }

  #failed(error: unknown): void {
    const { tenant, name, feed, publisher, counted, now } = this.#parts;
    const problem = error instanceof WritError ? "the database does not answer" : publisher.problemOf(error);
    this.#failures += 1;
    this.#retryAt = now() + Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures - 1, 10));
    counted("failed", 1);
    // What keeps failing is said once, and stands in the table.
    if (this.#failures === 1) this.#parts.log("sink_failed", { sink: name, problem });
    feed.failed(tenant, name, problem).catch(() => {});
  }
}
