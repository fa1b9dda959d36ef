import type { Command } from "commander";

export interface DatabaseOptions {
  readonly database?: string;
}

/** What every command takes that reads or writes the database itself, service or none. */
export function usingDatabase(command: Command): Command {
  return command.option("--database <url>", "default: $DATABASE_URL, else the running embedded one of $WRIT_DATA_DIR");
}

/** Where the database is, by the option, the environment, or the data folder. @throws WritError unavailable */
export async function databaseUrl({ database }: DatabaseOptions, env: NodeJS.ProcessEnv): Promise<string> {
  if (database !== undefined) return database;
  // Past a pooler: a command reads for long, or changes the schema.
  for (const name of ["WRIT_DATABASE_LISTEN_URL", "DATABASE_URL"]) {
    const given = env[name] ?? "";
    if (given !== "") return given;
  }
  const { embeddedDatabaseUrl } = await import("../compose/embedded-database.ts");
  return embeddedDatabaseUrl(env["WRIT_DATA_DIR"] ?? "var");
}
