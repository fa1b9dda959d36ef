import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { WritError } from "../../../domain/errors.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import { connectClient } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";
import { refuseReadOnly } from "../store-client.ts";

/** The old backend notices its lost client at its next read; a commit under way ends within this or never. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * What a committer's connection calls itself, no two the same: it is found by this when it is lost. Not by its process's number,
 * which a pooler does not tell.
 */
export function committerName(): string {
  return `committer ${randomUUID()}`;
}

/**
 * After a connection was lost in the middle of a commit: which of the decisions came through. Ends the old backend
 * first, so that it cannot commit after the look.
 * @param name of the lost connection
 * @throws WritError unavailable when that cannot be found out
 */
export async function committedIds(
  url: string,
  name: string,
  entries: readonly RecordEntry[],
): Promise<ReadonlySet<string>> {
  const client = await connectClient(url, "recovery", undefined, refuseReadOnly);
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (await isAlive(client, name)) {
      if (performance.now() > deadline) throw new WritError("unavailable", "an interrupted commit has not ended");
      await sleep(LOOK_EVERY_MS);
    }
    const times = entries.map(({ decision }) => decision.at_ms);
    const { rows } = await client.query<{ id: string }>(
      "select id from writ.decisions where at between $1 and $2 and id = any($3)",
      [new Date(Math.min(...times)), new Date(Math.max(...times)), entries.map(({ decision }) => decision.id)],
    );
    if (rows.length > 0) await awaitStandbys(client);
    return new Set(rows.map(({ id }) => id));
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function isAlive(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
    [`writ ${name}`],
  );
  return rowCount !== 0;
}

/**
 * A commit that was waiting for its standby when its backend was ended is visible, and perhaps nowhere else. A commit of our own
 * behind it in the log waits for the same standbys, and with it for all before it.
 */
async function awaitStandbys(client: pg.Client): Promise<void> {
  await client.query("select pg_logical_emit_message(true, 'writ', '')");
}
