import { hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type pg from "pg";
import { WritError } from "../../domain/errors.ts";

const FOLDER = new URL("migrations/", import.meta.url);
const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** Any number that no one else takes: replicas that start together migrate one after the other. */
const LOCK = 7_301_181_811;

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies what is missing, in order, each in a transaction of its own. Replicas may do so at the same time.
 * @throws WritError conflict when the schema is newer than this code, or an applied migration is not the one here
 */
export async function migrate(client: pg.Client): Promise<void> {
  const migrations = readMigrations();
  await client.query("select pg_advisory_lock($1)", [LOCK]);
  try {
    await client.query("create schema if not exists writ");
    await client.query(
      "create table if not exists writ.migrations (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
      "select number, name, checksum from writ.migrations order by number",
    );
    for (const applied of rows) verify(applied, migrations);
    const last = rows.at(-1)?.number ?? 0;
    for (const migration of migrations.filter(({ number }) => number > last)) await apply(client, migration);
  } finally {
    await client.query("select pg_advisory_unlock($1)", [LOCK]);
  }
}

function readMigrations(): readonly Migration[] {
  const names = readdirSync(FOLDER)
    .filter((name) => NAME.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(new URL(name, FOLDER), "utf8");
    return { number: Number(NAME.exec(name)?.[1]), name, sql, checksum: hash("sha256", sql, "hex") };
  });
}

function verify(applied: { number: number; name: string; checksum: string }, migrations: readonly Migration[]): void {
  const known = migrations.find(({ number }) => number === applied.number);
  if (known === undefined) {
    throw new WritError("conflict", `the database has migration ${applied.name}, which this version does not know`);
  }
  if (known.checksum !== applied.checksum) {
    throw new WritError("conflict", `migration ${applied.name} was applied to the database with another content`);
  }
}

async function apply(client: pg.Client, { number, name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into writ.migrations (number, name, checksum) values ($1, $2, $3)", [
      number,
      name,
      checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
