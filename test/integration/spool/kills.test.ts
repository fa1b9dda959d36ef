import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { startWrit } from "../../../tools/start-writ.ts";
import { createDatabase } from "../../support/database.ts";
import { killTree } from "../../support/kill.ts";
import { descendantsOf } from "../../support/processes.ts";
import { allRecords, brokenLinks, openStore } from "../../support/records.ts";
import { readFile } from "../../support/requests.ts";
import { metric } from "../../support/spool.ts";
import { dataDir } from "../../support/writ.ts";

const LIVES = 4;
const WORKERS_KILLED = 2;
const CLIENTS = 12;
const LONGEST_MS = 250;

/** Asks again and again until it is over. @returns ids of decisions that were answered in full, by how they were recorded */
async function ask(base: string, over: () => boolean, answered: Map<string, string>): Promise<void> {
  while (!over()) {
    try {
      const response = await fetch(`${base}/v1/decisions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(readFile()),
      });
      const { decision_id: id, recorded } = (await response.json()) as { decision_id: string; recorded: string };
      if (recorded !== "none") answered.set(id, recorded);
    } catch {
      // A worker was killed, or all of them.
      await sleep(5);
    }
  }
}

/** SIGKILL to one of the workers. */
function killOne(service: number): void {
  const workers = descendantsOf(service);
  const victim = workers[Math.floor(Math.random() * workers.length)];
  try {
    if (victim !== undefined) process.kill(victim, "SIGKILL");
  } catch {
    // It ended by itself, because of the kill before.
  }
}

test("kills of workers and of the whole service under load lose nothing that was spooled, and double nothing", {
  timeout: 300_000,
}, async ({ onTestFinished }) => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  await prepareDatabase(database.url, Date.now());
  const options = {
    dataDir: dataDir(),
    env: { DATABASE_URL: database.url, WRIT_DURABILITY: "spooled", WRIT_WORKERS: "2", WRIT_LOG_LEVEL: "warn" },
    detached: true,
  };
  const answered = new Map<string, string>();
  for (let life = 0; life < LIVES; life++) {
    const writ = await startWrit(options);
    let over = false;
    const clients = Array.from({ length: CLIENTS }, () => ask(writ.http, () => over, answered));
    for (let kill = 0; kill < WORKERS_KILLED; kill++) {
      await sleep(Math.random() * LONGEST_MS);
      killOne(writ.process.pid as number);
    }
    await sleep(Math.random() * LONGEST_MS);
    await killTree(writ.process, false);
    over = true;
    await Promise.all(clients);
  }
  const ids = [...answered.keys()];
  expect(new Set(answered.values())).toEqual(new Set(["spooled"]));
  expect(ids.length).toBeGreaterThan(LIVES * CLIENTS);

  const writ = await startWrit(options);
  const store = await openStore(database.url);
  const found = async () => new Set((await allRecords(store)).map(({ id }) => id));
  const missing = async () => {
    const there = await found();
    return ids.filter((id) => !there.has(id)).length;
  };
  await expect.poll(missing, { timeout: 60_000, interval: 500 }).toBe(0);
  const records = await allRecords(store);
  expect(records.length).toBe(new Set(records.map(({ id }) => id)).size);
  expect(brokenLinks(records)).toEqual([]);
  expect(await metric(writ.http, "writ_records_lost_total")).toBe(0);
  expect(await writ.stop()).toBe(0);
});
