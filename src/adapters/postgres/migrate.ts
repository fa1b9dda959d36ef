import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { WritError } from "../../domain/errors.ts";
import { stateOf } from "./errors.ts";

const FOLDER = new URL("migrations/", import.meta.url);
const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** The newest migration of the oldest version that goes on working on the schema; the first line of a migration's file. */
const COMPATIBLE = /^-- compatible from: (\d{4})$/m;
/** Any number that no one else takes: replicas that start together migrate one after the other. */
const LOCK = 7_301_181_811;
/** While a migration waits for a table, all others wait behind it: it gives way, and comes again. */
const LOCK_TIMEOUT_MS = 1_000;
const PAUSE_MS = 500;
/** Longer than a minute and a half nobody reads but a backup or an export, which should not be cut off. */
const MAX_ATTEMPTS = 60;
/** lock_not_available and deadlock_detected. */
const IN_THE_WAY = ["55P03", "40P01"];

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  readonly compatibleFrom: number;
}

/** What the database says of a migration; null for one from before there was a say. */
interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly compatible_from: number | null;
}

/**
 * Applies what is missing, in order, each in a transaction of its own. Replicas may do so at the same time. A schema that a newer
 * version has migrated is as good as its own where that version says so: while one is rolled out, and rolled back, both start.
 * @param behind what is to be seen to at every start, by one replica at a time: two that grant the same at once are in each other's way
 * @throws WritError conflict when the schema is newer than this code can work on, or an applied migration is not the one here
 */
export async function migrate(client: pg.Client, behind: (client: pg.Client) => Promise<void>): Promise<void> {
  const migrations = readMigrations();
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    await client.query("create schema if not exists writ");
    await client.query(
      "create table if not exists writ.migrations (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())",
    );
    await client.query("alter table writ.migrations add column if not exists compatible_from int");
    const { rows } = await client.query<Applied>(
      "select number, name, checksum, compatible_from from writ.migrations order by number",
    );
    for (const applied of rows) verify(applied, migrations);
    const last = rows.at(-1)?.number ?? 0;
    for (const migration of migrations.filter(({ number }) => number > last)) await applyInTurn(client, migration);
    await behind(client);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

export function readMigrations(): readonly Migration[] {
  const names = readdirSync(FOLDER)
    .filter((name) => NAME.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(new URL(name, FOLDER), "utf8");
    const number = Number(NAME.exec(name)?.[1]);
    // One that says nothing works with no older version.
    const compatibleFrom = Number(COMPATIBLE.exec(sql)?.[1] ?? number);
    return { number, name, sql, checksum: hash("sha256", sql, "hex"), compatibleFrom };
  });
}

function verify(applied: Applied, migrations: readonly Migration[]): void {
  const known = migrations.find(({ number }) => number === applied.number);
  const newest = migrations.at(-1)?.number ?? 0;
  if (known === undefined) {
    if (applied.number > newest && applied.compatible_from !== null && applied.compatible_from <= newest) return;
    throw new WritError("conflict", `the database has migration ${applied.name}, which this version does not know`);
  }
  if (known.checksum !== applied.checksum) {
    throw new WritError("conflict", `migration ${applied.name} was applied to the database with another content`);
  }
}

async function applyInTurn(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await apply(client, migration);
      return;
    } catch (error) {
      if (!IN_THE_WAY.includes(stateOf(error)) || attempt >= MAX_ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function apply(client: pg.Client, { number, name, sql, checksum, compatibleFrom }: Migration): Promise<void> {
  await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await client.query(sql);
    await client.query(
      "insert into writ.migrations (number, name, checksum, compatible_from) values ($1, $2, $3, $4)",
      [number, name, checksum, compatibleFrom],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
