import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ensurePartitions, prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { createDatabase } from "../../support/database.ts";
import { AT_MS, allRecords, connectTo, entryOf, openStore } from "../../support/records.ts";

const DAY_MS = 86_400_000;
/** AT_MS is on 20 November. */
const NINE_DAYS = Array.from({ length: 9 }, (_, n) => `decisions_202611${19 + n}`);
const MIGRATIONS = readdirSync(new URL("../../../src/adapters/postgres/migrations/", import.meta.url))
  .map((name) => Number.parseInt(name, 10))
  .sort((a, b) => a - b);
const COMMITTED = { status: "recorded", recorded: "committed" };

let url: string;
beforeEach(async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  url = database.url;
});

async function partitions(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'writ.decisions'::regclass order by 1",
  );
  return rows.map(({ name }) => name.replace("writ.", "")).filter((name) => name !== "decisions_default");
}

/** How many rows each partition holds. */
async function places(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query(
    "select tableoid::regclass::text as place, count(*)::int from writ.decisions group by 1",
  );
  return Object.fromEntries(rows.map(({ place, count }) => [place.replace("writ.", ""), count]));
}

describe("migrations", () => {
  test("by eight replicas at once are applied once, and all of them can go on", async () => {
    await Promise.all(Array.from({ length: 8 }, () => prepareDatabase(url, AT_MS)));
    const client = await connectTo(url);
    const { rows } = await client.query("select number from writ.migrations order by number");
    expect(rows.map(({ number }) => number)).toEqual(MIGRATIONS);
    expect(await partitions(client)).toEqual(NINE_DAYS);
    expect(await (await openStore(url)).sink.append(entryOf())).toEqual(COMMITTED);
  });

  test("that are there already change nothing", async () => {
    await prepareDatabase(url, AT_MS);
    const client = await connectTo(url);
    const applied = async () => (await client.query("select * from writ.migrations")).rows;
    const before = await applied();
    await prepareDatabase(url, AT_MS);
    expect(await applied()).toEqual(before);
  });

  test.each([
    [
      "applied with another content",
      "update writ.migrations set checksum = 'other'",
      /0001_records.sql was applied .*another/,
    ],
    [
      "of a newer version",
      "insert into writ.migrations values (9999, '9999_more.sql', 'x')",
      /9999_more.sql.*not know/,
    ],
  ])("refuse a database with one %s, and name it", async (_, change, message) => {
    await prepareDatabase(url, AT_MS);
    const client = await connectTo(url);
    await client.query(change);
    await expect(prepareDatabase(url, AT_MS + 30 * DAY_MS)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(message),
    });
    expect(await partitions(client)).toEqual(NINE_DAYS);
    const locks =
      "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";
    await expect.poll(async () => (await client.query(locks)).rowCount).toBe(0);
  });

  test("that fail leave nothing, and succeed when the reason is gone", async () => {
    const client = await connectTo(url);
    await client.query("create schema writ; create table writ.tasks (mine int)");
    await expect(prepareDatabase(url, AT_MS)).rejects.toMatchObject({
      code: "unavailable",
      message: "the database could not be prepared (42P07)",
    });
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'writ' order by 1");
    expect(rows.map(({ tablename }) => tablename)).toEqual(["migrations", "tasks"]);
    await client.query("drop table writ.tasks");
    await prepareDatabase(url, AT_MS);
  });
});

describe("partitions", () => {
  test("take the rows of their day, and the default one takes those of any other, all of which are found", async () => {
    await prepareDatabase(url, AT_MS);
    const store = await openStore(url);
    const midnight = Date.parse("2026-11-21T00:00:00Z");
    const times = [AT_MS, midnight - 1, midnight, AT_MS - 40 * DAY_MS, AT_MS + 40 * DAY_MS, AT_MS + 41 * DAY_MS];
    const entries = times.map((at_ms) => entryOf({ at_ms }));
    await Promise.all(entries.map((entry) => store.sink.append(entry)));
    const client = await connectTo(url);
    expect(await places(client)).toEqual({ decisions_20261120: 2, decisions_20261121: 1, decisions_default: 3 });
    for (const { decision } of entries)
      expect(await store.decisions.get("default", decision.id)).toMatchObject(decision);
    expect((await allRecords(store)).map(({ at_ms }) => at_ms)).toEqual(times.toSorted((a, b) => b - a));
  });

  test("made by eight replicas at once, every day again, are there once", async () => {
    await prepareDatabase(url, AT_MS);
    const later = AT_MS + DAY_MS;
    await Promise.all(Array.from({ length: 8 }, () => ensurePartitions(url, later)));
    expect(await partitions(await connectTo(url))).toEqual([...NINE_DAYS, "decisions_20261128"]);
  });

  test("are not made for a day whose rows are in the default one, but for all others", async () => {
    await prepareDatabase(url, AT_MS);
    const store = await openStore(url);
    const early = entryOf({ at_ms: AT_MS + 9 * DAY_MS });
    await store.sink.append(early);
    await ensurePartitions(url, AT_MS + 3 * DAY_MS);
    const client = await connectTo(url);
    expect(await partitions(client)).toEqual([...NINE_DAYS, "decisions_20261128", "decisions_20261130"]);
    await store.sink.append(entryOf({ at_ms: AT_MS + 9 * DAY_MS }));
    expect(await places(client)).toEqual({ decisions_default: 2 });
    expect(await store.decisions.get("default", early.decision.id)).toMatchObject(early.decision);
  });

  test("have the indexes and the storage of the first ones", async () => {
    await prepareDatabase(url, AT_MS);
    const client = await connectTo(url);
    const { rows } = await client.query(
      `select (select count(*)::int from pg_index where indrelid = c.oid) as indexes, reloptions
       from pg_class c where relname in ('decisions_20261120', 'decisions_default')`,
    );
    const whole = { indexes: 3, reloptions: ["toast_tuple_target=8160"] };
    expect(rows).toEqual([whole, whole]);
  });

  test("are made beside somebody who reads for long, and hold up no writer", async () => {
    await prepareDatabase(url, AT_MS);
    const store = await openStore(url);
    const reader = await connectTo(url);
    await reader.query("begin; select count(*) from writ.decisions where at < '2026-11-20'");
    const made = ensurePartitions(url, AT_MS + 30 * DAY_MS);
    let over = false;
    await made.finally(() => (over = true));
    while (!over) {
      const begun = performance.now();
      expect(await store.sink.append(entryOf())).toEqual(COMMITTED);
      expect(performance.now() - begun).toBeLessThan(500);
      await sleep(20);
    }
    await made;
    await reader.query("commit");
    await ensurePartitions(url, AT_MS + 30 * DAY_MS);
    expect(await partitions(reader)).toHaveLength(18);
  });

  test("can be dropped, day by day, and the rest stays", async () => {
    await prepareDatabase(url, AT_MS);
    const store = await openStore(url);
    const [old, young] = [entryOf({ at_ms: AT_MS - DAY_MS }), entryOf()];
    await Promise.all([old, young].map((entry) => store.sink.append(entry)));
    await (await connectTo(url)).query("drop table writ.decisions_20261119");
    expect(await store.decisions.get("default", old.decision.id)).toBeUndefined();
    expect(await store.decisions.get("default", young.decision.id)).toBeDefined();
  });
});
