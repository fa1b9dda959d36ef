#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { showToken } from "./cli/bundle/client.ts";
import { createProgram } from "./cli/program.ts";
import { withSecretFiles } from "./cli/secret-files.ts";
import { reason } from "./cli/text.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

showToken(process.env["WRIT_TOKEN"]);
// Who reads the first lines only (`| head`) closes the pipe; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
try {
  await createProgram(version, withSecretFiles(process.env)).parseAsync();
} catch (error) {
  console.error(`writ: ${reason(error)}`);
  process.exitCode = 1;
}
