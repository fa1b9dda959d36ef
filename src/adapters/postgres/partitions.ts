import type pg from "pg";
import { stateOf } from "./errors.ts";

/** Partitions are there a week before they are needed: a week in which somebody may notice that none are made. */
const DAYS_AHEAD = 7;
const DAY_MS = 86_400_000;
const LOCK = 7_301_181_812;
/** Readers of the default partition wait behind this while it waits for an earlier one of them. */
const LOCK_TIMEOUT_MS = 1_000;

/** check_violation: rows of that day are in the default partition already, and stay there, where they are found as well. */
const CHECK_VIOLATION = "23514";
/** lock_not_available: somebody reads for long; there is a next time. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Makes the partitions of yesterday (calls that were admitted before midnight) to a week from now.
 * @returns until when there are some, milliseconds since 1970
 */
export async function makePartitions(client: pg.Client, nowMs: number): Promise<number> {
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    for (let day = -1; day <= DAYS_AHEAD; day++) {
      if (!(await makePartition(client, nowMs + day * DAY_MS))) return startOfDay(nowMs + day * DAY_MS);
    }
    return startOfDay(nowMs + (DAYS_AHEAD + 1) * DAY_MS);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

/** @returns false when somebody is in the way, and would be for other days */
async function makePartition(client: pg.Client, atMs: number): Promise<boolean> {
  const from = new Date(atMs).toISOString().slice(0, 10);
  const to = new Date(Date.parse(from) + DAY_MS).toISOString().slice(0, 10);
  const name = `writ.decisions_${from.replaceAll("-", "")}`;
  const { rows } = await client.query("select to_regclass($1) as found", [name]);
  if (rows[0]?.found !== null) return true;
  const range = `('${from} 00:00:00+00') to ('${to} 00:00:00+00')`;
  try {
    // Attached, not created as a partition: that would lock everybody out of the whole table, writers included, as long
    // as somebody reads it.
    await client.query(`
      begin;
      set local lock_timeout = ${LOCK_TIMEOUT_MS};
      create table ${name} (like writ.decisions including all) with (toast_tuple_target = 8160);
      alter table writ.decisions attach partition ${name} for values from ${range};
      commit`);
    return true;
  } catch (error) {
    await client.query("rollback");
    if (stateOf(error) === LOCK_NOT_AVAILABLE) return false;
    if (stateOf(error) === CHECK_VIOLATION) return true;
    throw error;
  }
}
