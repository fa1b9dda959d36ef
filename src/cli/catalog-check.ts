import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { checkCatalogue } from "../catalog/check.ts";
import { readText, reason } from "./text.ts";

/** Where the bundle's own catalogue is, from the project's root. */
const DEFAULT_FOLDER = "rego/catalog";

/** The names under which `opa build` reads data. */
const DATA_FILE = /(?:^|[\\/])data\.(?:ya?ml|json)$/;

/** `writ catalog check`: what is wrong with catalogue files, with file, line and column. */
export function addCheck(catalog: Command): void {
  catalog
    .command("check [folder...]")
    .description(`check catalogue files, or those in folders (default: ${DEFAULT_FOLDER})`)
    .action((paths: readonly string[]) => {
      process.exitCode = runCheck(paths.length === 0 ? [DEFAULT_FOLDER] : paths);
    });
}

function runCheck(paths: readonly string[]): number {
  try {
    const files = paths.flatMap(filesAt);
    const { problems, accepted, suggested } = checkCatalogue(files.map((path) => ({ path, text: readText(path) })));
    for (const { path, line, column, reason: what } of problems) console.error(`${path}:${line}:${column}: ${what}`);
    if (files.length === 0) console.error(`writ: no data.yaml in ${paths.join(", ")}`);
    console.log(`${files.length} files, ${accepted} tools, ${suggested} suggested, ${problems.length} problems`);
    return problems.length === 0 && files.length > 0 ? 0 : 1;
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    return 1;
  }
}

function filesAt(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => DATA_FILE.test(name))
    .map((name) => join(path, name))
    .sort();
}
