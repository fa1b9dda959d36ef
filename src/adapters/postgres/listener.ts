import type pg from "pg";
import { type ChangedRows, changesSince, lookFor, snapshotOf } from "./changes.ts";
import { clientConfig } from "./connection.ts";
import { cutConnections, refuseReadOnly, StoreClient } from "./store-client.ts";

const RECONNECT_MS = 500;
/** What no notification told of (a pooler between, a trigger that is off) is known within a second all the same. */
const LOOK_EVERY_MS = 500;
/** A look at all that is kept may be under way, over a network that takes a second there and back. */
const PATIENCE_MS = 3_000;

/** Something in memory that is kept as the database has it. */
export interface Subscription {
  /** The channel of `pg_notify`; a name without quotes. */
  readonly channel: string;
  /** What its notifications tell of, as rows. Without it, somebody else looks from time to time. */
  readonly changes?: ChangedRows;
  /** Reads all of it: at start, and again after each lost connection. */
  load(client: pg.ClientBase): Promise<void>;
  /** One notification, which may come twice. What it throws or rejects with makes the listener connect, and load, again. */
  hear(payload: string, client: pg.ClientBase): void | Promise<void>;
}

/** Hears what replicas tell each other, and looks for what it did not hear: one connection for all that is kept in memory. */
export class Listener {
  readonly #url: string;
  readonly #subscriptions: readonly Subscription[];
  readonly #name: string;
  readonly #others: string;
  readonly #look: string;
  #client: StoreClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * @param name what the connection calls itself in `pg_stat_activity`, behind "writ"
   * @param url whose server, when it has not answered for seconds, is given up by all connections of this process
   * @param others a URL whose servers are given up with it: where what is listened to is not what is asked
   */
  constructor(url: string, subscriptions: readonly Subscription[], name = "listener", others = url) {
    this.#url = url;
    this.#subscriptions = subscriptions;
    this.#name = name;
    this.#others = others;
    this.#look = lookFor(subscriptions);
  }

  /** Ends its connection again if it was closed meanwhile. @throws when the database cannot be reached, or takes no writes */
  async open(): Promise<void> {
    const client = new StoreClient({ ...clientConfig(this.#url, this.#name), connectionString: this.#url });
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ channel, payload }) => {
      this.#hear(client, channel, payload ?? "").catch(() => client.end().catch(() => {}));
    });
    try {
      await client.connect();
      await refuseReadOnly(client);
      const snapshot = await snapshotOf(client);
      for (const subscription of this.#subscriptions) {
        // Listening comes first: what is told between the two is heard of twice, not never.
        await client.query(`listen ${subscription.channel}`);
        await subscription.load(client);
      }
      if (this.#closed) await client.end();
      else this.#use(client, snapshot);
    } catch (error) {
      client.passOver();
      await client.end().catch(() => {});
      throw error;
    }
  }

  /** Whether notifications are heard now. Between a lost connection and the next one nothing new is known. */
  listening(): boolean {
    return this.#client !== undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #hear(client: pg.Client, channel: string, payload: string): Promise<void> {
    for (const subscription of this.#subscriptions) {
      if (subscription.channel === channel) await subscription.hear(payload, client);
    }
  }

  #use(client: StoreClient, snapshot: string): void {
    this.#client = client;
    this.#timer = setTimeout(() => this.#lookAgain(client, snapshot), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /**
   * Whether the server is still there, and what it has that was not told. What has not answered is given up, and what was told
   * meanwhile is read again.
   */
  async #lookAgain(client: StoreClient, since: string): Promise<void> {
    const begun = performance.now();
    try {
      const { snapshot, changes } = await changesSince(client, this.#look, since, PATIENCE_MS);
      for (const { channel, payload } of changes) await this.#hear(client, channel, payload);
      if (this.#client === client && !this.#closed) this.#use(client, snapshot);
    } catch {
      client.passOver();
      if (performance.now() - begun >= PATIENCE_MS) {
        // Only of the server that was asked: the URL may have another one, to which the others have gone already.
        cutConnections(client.server);
        if (this.#others !== this.#url) cutConnections(this.#others);
      } else await client.end().catch(() => {});
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    this.#reopen();
  }

  #reopen(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.open().catch(() => this.#reopen());
    }, RECONNECT_MS);
  }
}
