import pg from "pg";
import { clientConfig } from "./connection.ts";

const RECONNECT_MS = 500;

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
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, subscriptions: readonly Subscription[]) {
    this.#url = url;
    this.#subscriptions = subscriptions;
  }

  /** Ends its connection again if it was closed meanwhile. @throws when the database cannot be reached */
  async open(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#url, "listener"));
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
      else this.#client = client;
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
    clearTimeout(this.#retry);
    await this.#client?.end().catch(() => {});
  }

  async #hear(client: pg.Client, channel: string, payload: string): Promise<void> {
    for (const subscription of this.#subscriptions) {
      if (subscription.channel === channel) await subscription.hear(payload, client);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#reopen();
  }

  #reopen(): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.open().catch(() => this.#reopen());
    }, RECONNECT_MS);
  }
}
