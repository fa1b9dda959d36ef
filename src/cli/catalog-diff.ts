import type { Command } from "commander";
import { readCatalogueFile } from "../catalog/check.ts";
import { type CatalogueDiff, diffCatalogue, hasChanges } from "../catalog/diff.ts";
import { addSourceOptions, readSource, type SourceOptions } from "./catalog-source.ts";
import { readText, reason } from "./text.ts";

interface DiffOptions extends SourceOptions {
  readonly json: boolean;
}

/** `writ catalog diff`: what changed in a server's manifest since it was pinned. Exits 1 if something did, 2 if it cannot say. */
export function addDiff(catalog: Command, env: NodeJS.ProcessEnv): void {
  const command = catalog
    .command("diff <catalogue> [manifest]")
    .description("show what changed in a server's tools since they were pinned (exit 1: something did; 2: cannot say)")
    .option("--json", "print JSON", false);
  addSourceOptions(command).action(async (catalogue: string, manifest: string | undefined, options: DiffOptions) => {
    const version = catalog.parent?.version() ?? "";
    process.exitCode = await runDiff(catalogue, manifest, options, env, version);
  });
}

async function runDiff(
  path: string,
  manifest: string | undefined,
  options: DiffOptions,
  env: NodeJS.ProcessEnv,
  version: string,
): Promise<number> {
  try {
    const file = readCatalogueFile({ path, text: readText(path) });
    const diff = diffCatalogue(file, (await readSource(manifest, options, env, version)).manifest);
    console.log(options.json ? JSON.stringify(diff, null, 2) : linesOf(diff).join("\n"));
    return hasChanges(diff) ? 1 : 0;
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    return 2;
  }
}

function linesOf(diff: CatalogueDiff): readonly string[] {
  const lines = [
    ...diff.added.map((name) => `added    ${name}`),
    ...diff.removed.map((name) => `removed  ${name}`),
    ...diff.changed.map(({ name, pinned, now }) => `changed  ${name} (${pinned} -> ${now})`),
    ...diff.unpinned.map((name) => `unpinned ${name}`),
  ];
  return hasChanges(diff) ? lines : [...lines, `${diff.server}: nothing changed`];
}
