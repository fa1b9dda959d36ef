import type { Command } from "commander";
import type { MigrationStatus } from "../compose/database-admin.ts";
import { type ConfigOptions, configSources, databaseOf, usingConfiguration } from "./configuration.ts";
import { print } from "./print.ts";
import { textTable } from "./text-table.ts";

/** What `status` says by its exit code beside 0: a start would migrate, or would be refused. */
const EXIT_PENDING = 3;
const EXIT_REFUSED = 4;

interface Options extends ConfigOptions {
  readonly database?: string;
}

/** `writ db`: the schema of the database, apart from the service. */
export function addDb(program: Command, env: NodeJS.ProcessEnv): void {
  const db = program.command("db").description("look at the database's schema, and bring it up to date");
  using(db.command("status"))
    .description("which migrations are applied, which are pending, and which this version does not know")
    .option("--json", "print JSON", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 up to date, 1 it cannot be said, 3 some are pending, 4 a start would be refused",
    )
    .action((options: Options & { readonly json: boolean }) => print(() => status(options, env)));
  using(db.command("migrate"))
    .description("apply what is pending, as a start of the service does, before it is upgraded")
    .action((options: Options) =>
      print(async () => {
        const { migrateDatabase } = await import("../compose/database-admin.ts");
        const applied = await migrateDatabase(await urlOf(options, env));
        return applied.length === 0 ? "nothing was pending" : applied.map(({ name }) => `applied ${name}`).join("\n");
      }),
    );
}

function using(command: Command): Command {
  return usingConfiguration(command).option(
    "--database <url>",
    "postgresql://… (default: the configuration's; an embedded PostgreSQL has to run)",
  );
}

async function status(
  { json, ...options }: Options & { readonly json: boolean },
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { databaseStatus } = await import("../compose/database-admin.ts");
  const migrations = await databaseStatus(await urlOf(options, env));
  const count = (state: MigrationStatus["state"]) => migrations.filter((migration) => migration.state === state).length;
  if (count("unknown") + count("changed") > 0) process.exitCode = EXIT_REFUSED;
  else if (count("pending") > 0) process.exitCode = EXIT_PENDING;
  if (json) return JSON.stringify({ migrations }, null, 2);
  const states = (["applied", "pending", "unknown", "changed"] as const).filter((state) => count(state) > 0);
  return [
    textTable([
      ["migration", "state", "applied at"],
      ...migrations.map(({ name, state, applied_at = "" }) => [name, state, applied_at]),
    ]),
    "",
    states.map((state) => `${count(state)} ${state}`).join(", "),
  ].join("\n");
}

async function urlOf({ database, ...options }: Options, env: NodeJS.ProcessEnv): Promise<string> {
  if (database !== undefined) return database;
  const { loadConfig } = await import("../config/load.ts");
  return databaseOf(loadConfig(configSources(options, env)));
}
