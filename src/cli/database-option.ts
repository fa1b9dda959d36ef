import type { Command } from "commander";

export interface DatabaseOptions {
  readonly database?: string;
}

/** What every command takes that reads or writes the database itself, service or none. */
export function usingDatabase(command: Command): Command {
  return command.option(
    "--database <url>",
    "postgresql://… (default: $DATABASE_URL, else the embedded PostgreSQL of $WRIT_DATA_DIR, which has to run)",
  );
}

/** Where the database is, by the option, the environment, or the data folder. @throws WritError unavailable */
export async function databaseUrl({ database }: DatabaseOptions, env: NodeJS.ProcessEnv): Promise<string> {
  const given = database ?? env["DATABASE_URL"] ?? "";
  if (given !== "") return given;
  const { embeddedDatabaseUrl } = await import("../compose/embedded-database.ts");
  return embeddedDatabaseUrl(env["WRIT_DATA_DIR"] ?? "var");
}
