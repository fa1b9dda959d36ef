import type pg from "pg";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { readMigrations } from "../../../src/adapters/postgres/migrate.ts";
import { prepareDatabase } from "../../../src/adapters/postgres/prepare.ts";
import { createDatabase } from "../../support/database.ts";
import { AT_MS, connectTo, entryOf, openStore } from "../../support/records.ts";

/** The last one from before the rule. */
const LAST_FREE = 16;
const NEWEST = Math.max(...readMigrations().map(({ number }) => number));

describe("expand and contract", () => {
  const since = readMigrations().filter(({ number }) => number > LAST_FREE);

  test("every migration since the rule says which versions go on working, and none takes a table or column from them", () => {
    expect(since.length).toBeGreaterThan(0);
    expect(since.filter(({ sql }) => !sql.startsWith("-- compatible from: ")).map(({ name }) => name)).toEqual([]);
    const takes = /\b(drop (table|column)|rename (to|column)|alter column \S+ (type|set not null))\b/i;
    const broken = since.filter(({ sql, number, compatibleFrom }) => takes.test(sql) && compatibleFrom < number);
    expect(broken.map(({ name }) => name)).toEqual([]);
    for (const { number, compatibleFrom } of since) expect(compatibleFrom).toBeLessThanOrEqual(number);
  });

  test("the file's word is the database's", async () => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    await prepareDatabase(database.url, AT_MS);
    const client = await connectTo(database.url);
    const { rows } = await client.query(
      "select number, compatible_from from writ.migrations where number > $1 order by number",
      [LAST_FREE],
    );
    expect(rows).toEqual(since.map(({ number, compatibleFrom }) => ({ number, compatible_from: compatibleFrom })));
  });
});

describe("a version that starts on the schema of a newer one", () => {
  let url: string;
  beforeEach(async () => {
    const database = await createDatabase();
    onTestFinished(() => database.drop());
    url = database.url;
    await prepareDatabase(url, AT_MS);
  });
  const migrated = async (number: number, compatibleFrom: number | null) => {
    const client = await connectTo(url);
    await client.query(
      "insert into writ.migrations (number, name, checksum, compatible_from) values ($1, 'more.sql', 'x', $2)",
      [number, compatibleFrom],
    );
  };

  test.each([
    ["this one or newer", NEWEST],
    ["older ones too", NEWEST - 1],
  ])("that says it works with %s does start, and records", async (_, from) => {
    await migrated(NEWEST + 1, from);
    await prepareDatabase(url, AT_MS);
    const store = await openStore(url);
    expect(await store.sink.append(entryOf())).toEqual({ status: "recorded", recorded: "committed" });
  });

  test.each([
    ["that a newer one is needed", NEWEST + 1],
    ["nothing", null],
  ])("that says %s does not", async (_, from) => {
    await migrated(NEWEST + 1, from);
    await expect(prepareDatabase(url, AT_MS)).rejects.toMatchObject({ code: "conflict" });
  });
});

/** The schema as the version before the rule left it. */
async function asBefore(client: pg.Client): Promise<void> {
  await client.query(`create schema writ; create table writ.migrations
    (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  for (const { number, name, sql, checksum } of readMigrations().filter((one) => one.number <= LAST_FREE)) {
    await client.query(sql);
    await client.query("insert into writ.migrations (number, name, checksum) values ($1, $2, $3)", [
      number,
      name,
      checksum,
    ]);
  }
}

test("a migration waits for nobody for long, and is made when the way is free", async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const client = await connectTo(database.url);
  await asBefore(client);
  const reader = await connectTo(database.url);
  await reader.query("begin; select count(*) from writ.sessions");
  const made = prepareDatabase(database.url, AT_MS);
  made.catch(() => {});
  const waited = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await client.query(waited)).rowCount).toBe(1);
  // It gives way by itself: somebody else's work, which stood behind it, is done while the reader still reads.
  await client.query("update writ.sessions set version = version");
  await reader.query("commit");
  await made;
  const { rows } = await client.query("select relrowsecurity from pg_class where oid = 'writ.sessions'::regclass");
  expect(rows).toEqual([{ relrowsecurity: true }]);
});
