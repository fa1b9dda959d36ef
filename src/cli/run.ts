import { showToken } from "./bundle/client.ts";
import { createProgram } from "./program.ts";
import { withSecretFiles } from "./secret-files.ts";
import { reason } from "./text.ts";

/** Runs the command that the arguments name; what it fails for is on standard error, and in the process's exit code. */
export async function run(version: string, env: NodeJS.ProcessEnv): Promise<void> {
  showToken(env["WRIT_TOKEN"]);
  // Who reads the first lines only (`| head`) closes the pipe; that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  try {
    await createProgram(version, withSecretFiles(env)).parseAsync();
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    process.exitCode = 1;
  }
}
