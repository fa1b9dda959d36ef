import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { WritError } from "../../../domain/errors.ts";
import type { RecordEntry } from "../../../domain/record.ts";
import { connectClient } from "../connection.ts";
import { storeUnavailable } from "../errors.ts";

/** What the committer's connections call themselves, for people and for the look at whether one is gone. */
export const COMMITTER_NAME = "committer";
/** The old backend notices its lost client at its next read; a commit under way ends within this or never. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** The server process behind a connection. */
export function backendOf(client: pg.Client): number {
  return (client as unknown as { readonly processID: number | null }).processID ?? 0;
}

/**
 * After a connection was lost in the middle of a commit: which of the decisions came through. Ends the old backend
 * first, so that it cannot commit after the look.
 * @throws WritError unavailable when that cannot be found out
 */
export async function committedIds(
  url: string,
  backend: number,
  entries: readonly RecordEntry[],
): Promise<ReadonlySet<string>> {
  const client = await connectClient(url, "recovery");
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (await isAlive(client, backend)) {
      if (performance.now() > deadline) throw new WritError("unavailable", "an interrupted commit has not ended");
      await sleep(LOOK_EVERY_MS);
    }
    const times = entries.map(({ decision }) => decision.at_ms);
    const { rows } = await client.query<{ id: string }>(
      "select id from writ.decisions where at between $1 and $2 and id = any($3)",
      [new Date(Math.min(...times)), new Date(Math.max(...times)), entries.map(({ decision }) => decision.id)],
    );
    return new Set(rows.map(({ id }) => id));
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function isAlive(client: pg.Client, backend: number): Promise<boolean> {
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and application_name = $2",
    [backend, `writ ${COMMITTER_NAME}`],
  );
  return rowCount !== 0;
}
