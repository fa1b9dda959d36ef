import type { Command } from "commander";
import type { ServeOptions } from "./serve-run.ts";

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
    .action(async (options: ServeOptions) => {
      // The service takes half a second to load, which no other command should wait for.
      const { serve } = await import("./serve-run.ts");
      await serve(options, env);
    });
}
