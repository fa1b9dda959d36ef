import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import { connectClient } from "./connection.ts";
import { stateOf } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { makePartitions } from "./partitions.ts";
import { ensureTenantRole } from "./tenancy/tenant-role.ts";

/** `server_version_num` of the oldest PostgreSQL that is tested. */
const OLDEST_VERSION = 150_000;
/** A migration may have to rewrite a large table, and other replicas wait for the one that runs it. */
const PATIENCE_MS = 600_000;

/**
 * Brings a database up to date: schema, and partitions for the days to come.
 * @returns until when there are partitions, milliseconds since 1970
 * @throws WritError unavailable when it cannot be reached or may not be changed, conflict when it is too old or too new
 */
export async function prepareDatabase(url: string, nowMs: number): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
    if (Number(rows[0]?.version) < OLDEST_VERSION) {
      throw new WritError("conflict", "the database is older than PostgreSQL 15");
    }
    await migrate(client, ensureTenantRole);
    return makePartitions(client, nowMs);
  });
}

/** Makes the partitions for the days to come. @returns until when there are some, milliseconds since 1970 */
export async function ensurePartitions(url: string, nowMs: number): Promise<number> {
  return withClient(url, (client) => makePartitions(client, nowMs));
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectClient(url, "upkeep", PATIENCE_MS);
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof WritError) throw error;
    throw new WritError("unavailable", `the database could not be prepared (${stateOf(error)})`, { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}
