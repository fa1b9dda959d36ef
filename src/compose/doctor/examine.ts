import { type Config, type ConfigSources, loadConfig } from "../../config/load.ts";
import { WritError } from "../../domain/errors.ts";
import { embeddedDatabaseUrl } from "../embedded-database.ts";
import { examineBundles } from "./bundle.ts";
import { examineDatabase } from "./database.ts";
import { examineFiles } from "./files.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { examineHost } from "./host.ts";
import { examineKeys } from "./keys.ts";
import { examinePorts } from "./ports.ts";
import { examineTrust } from "./trust.ts";

export type { Finding };

const { ok, problem } = findingsOf("configuration");

/** Looks at a configuration and at all that it names. Changes nothing, and asks nobody to decide anything. */
export async function examineService(sources: ConfigSources): Promise<readonly Finding[]> {
  const config = read(sources);
  if (!("tenant" in config)) return config;
  const url = databaseUrlOf(config);
  // One after the other: some load a policy, which takes memory.
  return [
    ok("configuration_valid", `${sources.file?.path ?? "no file"}, and variables: mode ${config.mode}`),
    ...examineFiles(sources, config, Date.now()),
    ...examineHost(config),
    ...(await examinePorts(config)),
    ...(await examineDatabase(config, url)),
    ...(await examineKeys(config, url)),
    ...(await examineTrust(config)),
    ...(await examineBundles(config)),
  ];
}

function read(sources: ConfigSources): Config | readonly Finding[] {
  try {
    return loadConfig(sources);
  } catch (error) {
    if (!(error instanceof WritError)) throw error;
    const advice = "docs/configuration.md has every setting; writ config print shows where each comes from";
    return error.message.split("\n").map((line) => problem("configuration_invalid", line, advice));
  }
}

function databaseUrlOf({ database, dataDir }: Config): string | undefined {
  if (database.url !== "") return database.url;
  try {
    return embeddedDatabaseUrl(dataDir);
  } catch {
    return undefined;
  }
}
