import pg from "pg";

/** Partitions are there a week before they are needed: a week in which somebody may notice that none are made. */
const DAYS_AHEAD = 7;
const DAY_MS = 86_400_000;
const LOCK = 7_301_181_812;

/** Makes the partitions of yesterday (calls that were admitted before midnight) to a week from now. */
export async function makePartitions(client: pg.Client, nowMs: number): Promise<void> {
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    for (let day = -1; day <= DAYS_AHEAD; day++) await makePartition(client, nowMs + day * DAY_MS);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

async function makePartition(client: pg.Client, atMs: number): Promise<void> {
  const from = new Date(atMs).toISOString().slice(0, 10);
  const to = new Date(Date.parse(from) + DAY_MS).toISOString().slice(0, 10);
  const name = `writ.decisions_${from.replaceAll("-", "")}`;
  const { rows } = await client.query("select to_regclass($1) as found", [name]);
  if (rows[0]?.found !== null) return;
  const range = `('${from} 00:00:00+00') to ('${to} 00:00:00+00')`;
  try {
    await client.query(
      `create table ${name} partition of writ.decisions for values from ${range} with (toast_tuple_target = 8160)`,
    );
  } catch (error) {
    // Rows of that day are in the default partition already, and stay there: they are found there as well.
    if (!(error instanceof pg.DatabaseError && error.code === CHECK_VIOLATION)) throw error;
  }
}

const CHECK_VIOLATION = "23514";
