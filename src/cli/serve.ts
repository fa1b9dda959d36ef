import type { Command } from "commander";
import { composePrimary } from "../compose/primary.ts";
import { type Config, loadConfig } from "../config/load.ts";
import { runPrimary } from "../process/primary.ts";
import { readText, reason } from "./text.ts";

interface ServeOptions {
  readonly dev: boolean;
  readonly config?: string;
  readonly unpin: boolean;
}

/** `writ serve`: starts the service and stays until SIGINT or SIGTERM. */
export function addServe(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command("serve")
    .description("start the service; SIGINT or SIGTERM stops it")
    .option("--dev", "development mode: loopback callers are believed, keys are made", false)
    .option("--config <file>", "YAML configuration file (default: $WRIT_CONFIG)")
    .option(
      "--unpin",
      "take back the order to use a certain policy bundle, where that bundle keeps it from starting",
      false,
    )
    .action((options: ServeOptions) => serve(options, env));
}

async function serve(options: ServeOptions, env: NodeJS.ProcessEnv): Promise<void> {
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
