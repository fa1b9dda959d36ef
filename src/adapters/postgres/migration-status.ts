import type pg from "pg";
import { connectClient } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { type Migration, readMigrations } from "./migrate.ts";

/**
 * `pending`: the next start applies it. `unknown`: a newer version applied it. `changed`: it was applied with another content
 * than this version has.
 */
export type MigrationState = "applied" | "pending" | "unknown" | "changed";

export interface MigrationStatus {
  readonly number: number;
  readonly name: string;
  readonly state: MigrationState;
  /** RFC 3339, UTC; absent for what is pending. */
  readonly applied_at?: string;
}

interface AppliedRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly applied_at: Date;
}

/** What was applied to a database, and what this version has; changes nothing. @throws WritError unavailable */
export async function readMigrationStatus(url: string): Promise<readonly MigrationStatus[]> {
  const client = await connectClient(url, "status");
  try {
    return await migrationStatus(client);
  } catch (error) {
    throw storeUnavailable(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The same, by a connection that is there. */
export async function migrationStatus(client: pg.Client): Promise<readonly MigrationStatus[]> {
  const { rows: found } = await client.query<{ present: boolean }>(
    "select to_regclass('writ.migrations') is not null as present",
  );
  const applied =
    found[0]?.present === true
      ? (await client.query<AppliedRow>("select number, name, checksum, applied_at from writ.migrations")).rows
      : [];
  return compareMigrations(applied, readMigrations());
}

/** One line for each migration that either side knows, in order. */
function compareMigrations(applied: readonly AppliedRow[], known: readonly Migration[]): readonly MigrationStatus[] {
  const byNumber = new Map(known.map((migration) => [migration.number, migration]));
  const done = new Set(applied.map(({ number }) => number));
  return [
    ...applied.map(({ number, name, checksum, applied_at }) => {
      const ours = byNumber.get(number);
      const state = ours === undefined ? "unknown" : ours.checksum === checksum ? "applied" : "changed";
      return { number, name, state, applied_at: applied_at.toISOString() } as const;
    }),
    ...known
      .filter(({ number }) => !done.has(number))
      .map(({ number, name }) => ({ number, name, state: "pending" as const })),
  ].sort((one, other) => one.number - other.number);
}
