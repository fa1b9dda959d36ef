import type { Command } from "commander";
import { addCheck } from "./catalog-check.ts";
import { addDiff } from "./catalog-diff.ts";
import { addImport } from "./catalog-import.ts";

/** `writ catalog`: writes, checks and compares the files that say which tool is which action. */
export function addCatalog(program: Command, env: NodeJS.ProcessEnv): void {
  const catalog = program.command("catalog").description("the files that say which tool is which action");
  addImport(catalog, env);
  addCheck(catalog);
  addDiff(catalog, env);
}
