import { composePrimary } from "../compose/primary.ts";
import { loadConfig } from "../config/load.ts";
import { runPrimary } from "../process/primary.ts";
import { type ConfigOptions, configSources } from "./configuration.ts";
import { reason } from "./text.ts";

export interface ServeOptions extends ConfigOptions {
  readonly unpin: boolean;
}

/** Runs the service until a signal stops it, then ends the process. */
export async function serve(options: ServeOptions, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = loadConfig(configSources(options, env));
    process.exitCode = await runPrimary(config, composePrimary(config, options), (line) => console.log(line));
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    process.exitCode = 1;
  }
  // Whatever still holds the event loop (a socket to a database that does not answer) must not hold the shell.
  process.exit();
}
