import { type MigrationStatus, readMigrationStatus } from "../adapters/postgres/migration-status.ts";
import { prepareDatabase } from "../adapters/postgres/prepare.ts";

export type { MigrationStatus };

/** What of the schema is there and what is to come; changes nothing. @throws WritError unavailable */
export function databaseStatus(url: string): Promise<readonly MigrationStatus[]> {
  return readMigrationStatus(url);
}

/**
 * Applies what is pending, as a start of the service does and under the same lock.
 * @returns what it applied, which another process may have done first
 * @throws WritError unavailable when the database cannot be reached or may not be changed, conflict when it is too old or too new
 */
export async function migrateDatabase(url: string): Promise<readonly MigrationStatus[]> {
  const before = new Set((await readMigrationStatus(url)).filter(isApplied).map(({ number }) => number));
  await prepareDatabase(url, Date.now());
  return (await readMigrationStatus(url)).filter((status) => isApplied(status) && !before.has(status.number));
}

function isApplied({ state }: MigrationStatus): boolean {
  return state === "applied";
}
