import { composePrimary } from "../compose/primary.ts";
import { type Config, loadConfig } from "../config/load.ts";
import { runPrimary } from "../process/primary.ts";
import { readText, reason } from "./text.ts";

export interface ServeOptions {
  readonly dev: boolean;
  readonly config?: string;
  readonly unpin: boolean;
}

/** Runs the service until a signal stops it, then ends the process. */
export async function serve(options: ServeOptions, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const config = readConfig(options, env);
    process.exitCode = await runPrimary(config, composePrimary(config, options), (line) => console.log(line));
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    process.exitCode = 1;
  }
  // Whatever still holds the event loop (a socket to a database that does not answer) must not hold the shell.
  process.exit();
}

function readConfig({ dev, config: option }: ServeOptions, env: NodeJS.ProcessEnv): Config {
  const path = option ?? env["WRIT_CONFIG"];
  const variables = dev ? { ...env, WRIT_MODE: "development" } : env;
  if (path === undefined || path === "") return loadConfig({ env: variables });
  return loadConfig({ env: variables, file: { path, text: readText(path) } });
}
