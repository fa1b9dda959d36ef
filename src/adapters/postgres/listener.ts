import pg from "pg";
import { clientConfig } from "./connection.ts";

const RECONNECT_MS = 500;
/** A connection that a network has forgotten says nothing, as one does on which nothing happens; the system asks after minutes. */
const ASK_EVERY_MS = 1_000;
/** A look at all that is kept may be under way. */
const PATIENCE_MS = 3_000;

/** Something in memory that is kept as the database has it. */
export interface Subscription {
  /** The channel of `pg_notify`; a name without quotes. */
  readonly channel: string;
  /** Reads all of it: at start, and again after each lost connection. */
  load(client: pg.ClientBase): Promise<void>;
  /** One notification. What it throws or rejects with makes the listener connect, and load, again. */
  hear(payload: string, client: pg.ClientBase): void | Promise<void>;
}

/** Hears what replicas tell each other: one connection for all that is kept in memory. */
export class Listener {
  readonly #url: string;
  readonly #subscriptions: readonly Subscription[];
  readonly #name: string;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param name what the connection calls itself in `pg_stat_activity`, behind "writ" */
  constructor(url: string, subscriptions: readonly Subscription[], name = "listener") {
    this.#url = url;
    this.#subscriptions = subscriptions;
    this.#name = name;
  }

  /** Ends its connection again if it was closed meanwhile. @throws when the database cannot be reached */
  async open(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#url, this.#name));
    client.on("error", () => {});
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ channel, payload }) => {
      this.#hear(client, channel, payload ?? "").catch(() => client.end().catch(() => {}));
    });
    try {
      await client.connect();
      for (const subscription of this.#subscriptions) {
        // Listening comes first: what is told between the two is heard of twice, not never.
        await client.query(`listen ${subscription.channel}`);
        await subscription.load(client);
      }
      if (this.#closed) await client.end();
      else this.#use(client);
    } catch (error) {
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

  #use(client: pg.Client): void {
    this.#client = client;
    this.#timer = setTimeout(() => this.#ask(client), ASK_EVERY_MS);
    this.#timer.unref();
  }

  /** Whether the server is still there. What has not answered is given up, and what was told meanwhile is read again. */
  #ask(client: pg.Client): void {
    client.query({ text: "select 1", query_timeout: PATIENCE_MS } as pg.QueryConfig).then(
      () => {
        if (this.#client === client && !this.#closed) this.#use(client);
      },
      () => client.end().catch(() => {}),
    );
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
