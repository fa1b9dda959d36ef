import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { WritError } from "../domain/errors.ts";
import { CALL_FORMATS } from "../domain/request.ts";
import type { CanonicalizeOptions } from "./canonicalize-input.ts";

/** The catalogue that comes with this package. */
const BUILT_IN_DATA = fileURLToPath(new URL("../bundle/data.json", import.meta.url));

/** `writ canonicalize`: what a call comes to, before any policy sees it. */
export function addCanonicalize(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command("canonicalize")
    .description("print the action and the facts of a tool call given on standard input")
    .option("--json", "print JSON", false)
    .option("--format <format>", `how the call is written: ${CALL_FORMATS.join(", ")}`, "generic")
    .option("--server <name>", "the server or agent that offers the tool")
    .option("--cwd <folder>", "where the call runs; also the workspace")
    .option("--home <folder>", "the home folder of who runs it")
    .option("--data <file>", "the bundle's data.json, with the catalogue", BUILT_IN_DATA)
    .action(async (options: CanonicalizeOptions) => {
      try {
        // The analyzers take a third of a second to load, which no other command should wait for.
        const { canonicalizeInput } = await import("./canonicalize-input.ts");
        process.stdout.write(await canonicalizeInput(await text(process.stdin), options, env));
      } catch (error) {
        console.error(`writ: ${error instanceof WritError ? error.message : "the call cannot be read"}`);
        process.exitCode = 1;
      }
    });
}
