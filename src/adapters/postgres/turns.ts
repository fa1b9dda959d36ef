import { hash } from "node:crypto";
import type pg from "pg";
import type { RecordEntry } from "../../domain/record.ts";
import type { Turns } from "../../ports/turns.ts";

/** The class of Writ's advisory locks for turns, among those of other users of the database: "writ" in ASCII. */
const CLASS = 0x77726974;

/**
 * Keys share so many locks: a transaction of five hundred decisions holds no more of them, of the 6,400 that a server has by default. Two keys
 * that share one take turns when either is contended.
 */
const BUCKETS = 256;

/** Whoever waits longer for its turn tries without; so does who would wait behind so many others of this worker. */
const PATIENCE_MS = 2_000;
const MAX_WAITING = 8;

/** What a change is written with, for `MAY_CHANGE`. */
export function turnOf(
  { in_turn = false }: RecordEntry,
  key: string,
): { readonly in_turn: boolean; readonly bucket: number } {
  return { in_turn, bucket: bucketOf(key) };
}

function bucketOf(key: string): number {
  return hash("sha256", key, "buffer").readUInt32BE(0) % BUCKETS;
}

/**
 * Of a row `c` of changes: whether it may be made. Outside of a turn it may not while anybody has one, and whoever
 * takes one waits until it is written.
 */
export const MAY_CHANGE = `(c.in_turn or pg_try_advisory_xact_lock_shared(${CLASS}, c.bucket))`;

/** Turns are locks of transactions, which a pooler keeps together. */
export function turns(pool: pg.Pool): Turns {
  return {
    take: async (keys, work) => {
      const client = keys.length === 0 ? undefined : await begun(pool, keys);
      try {
        return await work();
      } finally {
        if (client !== undefined) await ended(client);
      }
    },
  };
}

/** A connection that has the turn; undefined where none was to be had. */
async function begun(pool: pg.Pool, keys: readonly string[]): Promise<pg.PoolClient | undefined> {
  const client = pool.waitingCount >= MAX_WAITING ? undefined : await pool.connect().catch(() => undefined);
  if (client === undefined) return undefined;
  // Everybody takes them in one order.
  const buckets = [...new Set(keys.map(bucketOf))].sort((one, other) => one - other);
  const locks = buckets.map((bucket) => `select pg_advisory_xact_lock(${CLASS}, ${bucket})`);
  try {
    await client.query(["begin", `set local lock_timeout = ${PATIENCE_MS}`, ...locks].join(";"));
    return client;
  } catch {
    await ended(client);
    return undefined;
  }
}

async function ended(client: pg.PoolClient): Promise<void> {
  const broken = await client.query("rollback").then(
    () => undefined,
    (error: Error) => error,
  );
  client.release(broken);
}
