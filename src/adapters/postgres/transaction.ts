import type pg from "pg";
import { isTransient, storeUnavailable } from "./errors.ts";

/** Tries for a transaction that another one was in the way of. */
const MAX_ATTEMPTS = 4;

/**
 * Runs the work in a transaction, again when another one was in the way.
 * @param begin the simple query that it begins with
 * @throws WritError
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  begin = "begin",
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work, begin);
    } catch (error) {
      if (!isTransient(error) || attempt >= MAX_ATTEMPTS) throw storeUnavailable(error);
    }
  }
}

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>, begin: string): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Lends one connection to work that holds it by itself, transactions and all. @throws WritError unavailable */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient | undefined;
  try {
    client = await pool.connect();
    return await work(client);
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    client?.release();
  }
}
