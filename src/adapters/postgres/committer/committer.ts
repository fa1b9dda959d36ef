import type pg from "pg";
import { WritError } from "../../../domain/errors.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import type { CommitTelemetry } from "../../../ports/commit-telemetry.ts";
import type { AppendResult, RecordSink } from "../../../ports/record-store.ts";
import { connectClient } from "../connection.ts";
import { isReadOnly, isRowError, isStarved, isTransient, isUndone, storeUnavailable } from "../errors.ts";
import { refuseReadOnly } from "../store-client.ts";
import { CopyWriter } from "./copy-writer.ts";
import { type Chain, type ChainEnd, flush, type NextLink } from "./flush.ts";
import { committedIds, committerName } from "./outcome.ts";
import { Queue, type Waiting } from "./queue.ts";
import { findRoom } from "./room.ts";

/** A flush that takes longer hangs, and with it everything that waits behind it. */
const FLUSH_TIMEOUT_MS = 10_000;
/** Tries for a flush that another transaction was in the way of. */
const MAX_ATTEMPTS = 4;
/** How long a worker says "unavailable" at once, before it tries to connect again, calls or none. */
const DOWN_MS = 250;

export interface CommitterOptions {
  readonly url: string;
  readonly nextLink: NextLink;
  readonly chainStart: ChainEnd;
  /** A new writer's name: at start, and whenever nobody can say where the chain ended. */
  readonly newWriter: () => string;
  readonly telemetry?: CommitTelemetry;
}

/**
 * The group committer: decisions that wait at the same time share one transaction, and a flush starts as soon as the one
 * before it has ended. No timer.
 */
export class Committer implements RecordSink {
  readonly #options: CommitterOptions;
  readonly #queue = new Queue();
  #writer = new CopyWriter();
  #client: pg.Client | undefined;
  #connecting: Promise<pg.Client> | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** What the connection calls itself. */
  #name = "";
  #chain: Chain;
  #flushing: Promise<void> | undefined;
  #closed = false;
  #down = false;
  /** The server answers, and writes nothing: its disk is full. */
  #starved = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#chain = this.#newChain();
  }

  /** Connects. @throws WritError unavailable */
  async open(): Promise<void> {
    await this.#connected();
  }

  /** Whether the last thing known of the database is that it takes records. */
  ready(): boolean {
    return !this.#closed && this.#client !== undefined && !this.#starved;
  }

  /** Decisions that wait for the next flush. */
  queued(): number {
    return this.#queue.size;
  }

  append(entry: RecordEntry): Promise<AppendResult> {
    if (this.#closed) return Promise.reject(new WritError("unavailable", "the record store is closed"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry, settle: (result) => (result instanceof WritError ? reject(result) : resolve(result)) });
      this.#start();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    while (this.#flushing !== undefined) await this.#flushing;
    await this.#connecting?.catch(() => {});
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => {});
  }

  #start(): void {
    if (this.#flushing !== undefined) return;
    this.#flushing = this.#drain().finally(() => {
      this.#flushing = undefined;
      // What came in between the last look and now.
      if (this.#queue.size > 0) this.#start();
    });
  }

  async #drain(): Promise<void> {
    // Everything that arrived in this turn of the event loop goes into the first flush.
    await new Promise(setImmediate);
    while (this.#queue.size > 0) await this.#flushGroup(this.#queue.take());
  }

  async #flushGroup(group: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    try {
      await this.#write(group);
      this.#options.telemetry?.flushed(group.length, performance.now() - started);
    } catch (error) {
      if (isRowError(error) && group.length > 1) {
        // One row spoils the COPY; alone it harms nobody else.
        for (const waiting of group) await this.#flushGroup([waiting]);
        return;
      }
      const refused = storeUnavailable(error);
      for (const { settle } of group) settle(refused);
    }
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const entries = group.map(({ entry }) => entry);
    for (let attempt = 1; ; attempt++) {
      const client = await this.#connected();
      const name = this.#name;
      try {
        const { written, chain } = await this.#inTime(client, entries);
        this.#chain = chain;
        this.#starved = false;
        for (const [index, { settle }] of group.entries()) settle(written[index] === true ? RECORDED : CONFLICT);
        return;
      } catch (error) {
        if (isUndone(error)) await this.#undo(client, error);
        else if (await this.#settleByLooking(client, name, group)) return;
        const again = !isUndone(error) || isTransient(error);
        if (!again || attempt >= MAX_ATTEMPTS) throw error;
      }
    }
  }

  #inTime(client: pg.Client, entries: readonly RecordEntry[]): ReturnType<typeof flush> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#drop(client);
        reject(new WritError("unavailable", "the record store did not answer in time"));
      }, FLUSH_TIMEOUT_MS);
      flush(client, entries, this.#chain, this.#options.nextLink, this.#writer)
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  }

  /** Out of the failed transaction, if it was one; the connection stays good, unless its server takes no writes any more. */
  async #undo(client: pg.Client, error: unknown): Promise<void> {
    await client.query("rollback").catch(() => this.#drop(client));
    if (isReadOnly(error)) {
      this.#drop(client);
      this.#down = true;
      this.#reconnectLater();
    } else if (isStarved(error) && !this.#starved) {
      this.#starved = true;
      this.#reconnectLater();
    }
  }

  /**
   * After the connection was lost in the middle of a flush. A flush is written whole or not at all; what is missing
   * from one that was written was in conflict.
   * @returns false when nothing was written
   * @throws WritError unavailable when that cannot be found out
   */
  async #settleByLooking(client: pg.Client, name: string, group: readonly Waiting[]): Promise<boolean> {
    this.#drop(client);
    this.#chain = this.#newChain();
    const entries = group.map(({ entry }) => entry);
    const found = await committedIds(this.#options.url, name, entries);
    if (found.size === 0) return false;
    for (const { entry, settle } of group) settle(found.has(entry.decision.id) ? RECORDED : CONFLICT);
    return true;
  }

  #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return Promise.resolve(this.#client);
    if (this.#down) return Promise.reject(new WritError("unavailable", "the record store is down"));
    return this.#connectOnce();
  }

  /** Whoever asks while a connection is on its way waits for the same. */
  #connectOnce(): Promise<pg.Client> {
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    try {
      const name = committerName();
      const client = await connectClient(this.#options.url, name, undefined, refuseReadOnly);
      this.#name = name;
      this.#down = false;
      client.on("end", () => {
        this.#drop(client);
        this.#reconnectLater();
      });
      this.#client = client;
      return client;
    } catch (error) {
      this.#down = true;
      this.#reconnectLater();
      throw error;
    }
  }

  /** Without being asked: a worker that is not ready is not asked. */
  #reconnectLater(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#client === undefined) this.#connectOnce().catch(() => {});
      else if (this.#starved) this.#lookForRoom(this.#client);
    }, DOWN_MS);
  }

  #lookForRoom(client: pg.Client): void {
    const tried = this.#flushing === undefined ? findRoom(client) : Promise.resolve(false);
    tried
      .then((found) => {
        if (found) this.#starved = false;
      })
      .catch(() => this.#drop(client))
      .finally(() => {
        if (this.#starved) this.#reconnectLater();
      });
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    // The old socket may still hold on to the bytes.
    this.#writer = new CopyWriter();
    client.end().catch(() => {});
  }

  #newChain(): Chain {
    return { writer: this.#options.newWriter(), end: this.#options.chainStart };
  }
}

const RECORDED: AppendResult = { status: "recorded", recorded: "committed" };
const CONFLICT: AppendResult = { status: "conflict" };
