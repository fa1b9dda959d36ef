import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import type { KeyStore, StoredKey } from "../../ports/key-store.ts";
import { openPool } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { activate, follow, revoke } from "./key-changes.ts";
import { insertKey, type KeyRow, toKey } from "./key-row.ts";
import type { Subscription } from "./listener.ts";
import { inTransaction } from "./transaction.ts";

const ALL = "select * from writ.signing_keys order by created_at, kid";

/** Tells this process of its keys when any replica changes them. */
export class KeyNews implements Subscription {
  readonly channel = "writ_keys";
  readonly changes = { from: "writ.signing_keys t", payload: "''::text" };
  #hear: ((keys: readonly StoredKey[]) => void) | undefined;

  async load(client: pg.ClientBase): Promise<void> {
    // At start nobody listens yet: who begins to reads the table itself.
    if (this.#hear !== undefined) this.#hear((await client.query<KeyRow>(ALL)).rows.map(toKey));
  }

  hear(_: string, client: pg.ClientBase): Promise<void> {
    return this.load(client);
  }

  watch(hear: (keys: readonly StoredKey[]) => void): void {
    this.#hear = hear;
  }
}

/** Lends the key store to one piece of work, for who needs nothing else of the database. */
export async function withKeyStore<T>(url: string, work: (keys: KeyStore) => Promise<T>): Promise<T> {
  const pool = openPool(url, "keys", 1);
  try {
    return await work(keyStore(pool));
  } finally {
    await pool.end();
  }
}

export function keyStore(pool: pg.Pool, news?: KeyNews): KeyStore {
  // One replica after the other: each sees what the one before it did.
  const change = <T>(work: (client: pg.PoolClient) => Promise<T>) =>
    inTransaction(pool, async (client) => {
      await client.query("lock table writ.signing_keys in share row exclusive mode");
      return work(client);
    });
  return {
    load: async () => {
      try {
        return (await pool.query<KeyRow>(ALL)).rows.map(toKey);
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    insertIfAbsent: (keys) =>
      change(async (client) => {
        for (const key of keys) await insertKey(client, key, "on conflict do nothing");
      }),
    follow: async (next) => {
      const done = await change((client) => follow(client, next)).catch((error: unknown) => {
        if (error instanceof WritError && error.code === "conflict") return false;
        throw error;
      });
      return done !== false;
    },
    activate: (purposes, nowMs) => change((client) => activate(client, purposes, nowMs)),
    revoke: (kid, replacement, nowMs) => change((client) => revoke(client, kid, replacement, nowMs)),
    reseal: (keys) =>
      change(async (client) => {
        let count = 0;
        for (const { kid, before, after } of keys) {
          const { rowCount } = await client.query(
            "update writ.signing_keys set sealed_private = $3 where kid = $1 and sealed_private = $2",
            [kid, Buffer.from(before), Buffer.from(after)],
          );
          count += rowCount ?? 0;
        }
        return count;
      }),
    watch: (hear) => news?.watch(hear),
  };
}
