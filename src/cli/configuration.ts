import type { Command } from "commander";
import type { Config, ConfigSources } from "../config/load.ts";
import { readText } from "./text.ts";

export interface ConfigOptions {
  readonly dev: boolean;
  readonly config?: string;
}

/** What every command takes that reads the configuration as the service does. */
export function usingConfiguration(command: Command): Command {
  return command
    .option("--config <file>", "YAML configuration file (default: $WRIT_CONFIG)")
    .option("--dev", "as `writ serve --dev` would read it", false);
}

/** Where the configuration is, as `writ serve` looks for it. @throws WritError invalid_argument for a file that cannot be read */
export function configSources({ dev, config: option }: ConfigOptions, env: NodeJS.ProcessEnv): ConfigSources {
  const path = option ?? env["WRIT_CONFIG"];
  const variables = dev ? { ...env, WRIT_MODE: "development" } : env;
  if (path === undefined || path === "") return { env: variables };
  return { env: variables, file: { path, text: readText(path) } };
}

/** The database that the service of this configuration uses. @throws WritError unavailable where the embedded one does not run */
export async function databaseOf({ database, dataDir }: Pick<Config, "database" | "dataDir">): Promise<string> {
  if (database.url !== "") return database.url;
  const { embeddedDatabaseUrl } = await import("../compose/embedded-database.ts");
  return embeddedDatabaseUrl(dataDir);
}
