import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../src/adapters/postgres/embedded/supervisor.ts";
import { startWrit } from "../../tools/start-writ.ts";
import { killTree } from "../support/kill.ts";
import { allRecords, brokenLinks, openStore } from "../support/records.ts";
import { comment, readFile } from "../support/requests.ts";

const KILLS = 30;
const CLIENTS = 16;
const LONGEST_LIFE_MS = 600;

const dir = mkdtempSync(join(tmpdir(), "writ-kill-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Asks again and again until the service is gone. @returns ids of decisions that were answered in full */
async function ask(base: string, client: number, round: number): Promise<readonly string[]> {
  const answered: string[] = [];
  for (let call = 0; ; call++) {
    // Plain rows, sessions and grants: each way of the committer.
    const more = client % 2 === 0 ? {} : { session: `s-${round}-${client}` };
    const body = client % 4 === 3 ? comment(more) : readFile(more);
    try {
      const response = await fetch(`${base}/v1/decisions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...body, request_id: `${round}/${client}/${call}` }),
      });
      const answer = (await response.json()) as { decision_id: string; recorded: string };
      if (answer.recorded === "committed") answered.push(answer.decision_id);
    } catch {
      return answered;
    }
  }
}

test(`${KILLS} kills under load lose no decision that was answered, and double none`, {
  timeout: 600_000,
}, async () => {
  const answered: string[] = [];
  for (let round = 0; round < KILLS; round++) {
    const writ = await startWrit({ dataDir: dir, detached: true });
    const clients = Array.from({ length: CLIENTS }, (_, client) => ask(writ.http, client, round));
    await sleep(Math.random() * LONGEST_LIFE_MS);
    // Every third time PostgreSQL dies with it; else it is left behind as an orphan.
    await killTree(writ.process, round % 3 === 0);
    for (const ids of await Promise.all(clients)) answered.push(...ids);
  }
  expect(answered.length).toBeGreaterThan(KILLS);
  expect(new Set(answered).size).toBe(answered.length);

  const postgres = await startEmbeddedPostgres({ dir: join(dir, "postgres"), log: () => {} });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; times: number }>(
      "select id, count(*)::int as times from writ.decisions where id = any($1) group by id",
      [answered],
    );
    expect(rows.filter(({ times }) => times !== 1)).toEqual([]);
    expect(rows.length).toBe(answered.length);
    const store = await openStore(postgres.url);
    expect(brokenLinks(await allRecords(store))).toEqual([]);
    await store.close();
  } finally {
    await client.end();
    await postgres.stop();
  }
});
