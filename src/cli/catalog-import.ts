import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { catalogueYaml } from "../catalog/write.ts";
import { WritError } from "../domain/errors.ts";
import { addSourceOptions, readSource, type SourceOptions } from "./catalog-source.ts";
import { reason } from "./text.ts";

interface ImportOptions extends SourceOptions {
  readonly server?: string;
  readonly out?: string;
}

/** `writ catalog import`: a catalogue file of suggestions from a server's manifest. */
export function addImport(catalog: Command, env: NodeJS.ProcessEnv): void {
  const command = catalog
    .command("import [manifest]")
    .description("write a catalogue file with suggested entries from a tools/list answer (a file, - or a live server)")
    .option("--server <name>", "the name that gateways send as call.server (default: what a live server calls itself)")
    .option("--out <file>", "write here, to a new file (default: standard output)");
  addSourceOptions(command).action(async (manifest: string | undefined, options: ImportOptions) => {
    const version = catalog.parent?.version() ?? "";
    process.exitCode = await runImport(manifest, options, env, version);
  });
}

async function runImport(
  file: string | undefined,
  options: ImportOptions,
  env: NodeJS.ProcessEnv,
  version: string,
): Promise<number> {
  try {
    const { name, manifest } = await readSource(file, options, env, version);
    const server = options.server ?? name ?? "";
    if (server === "") throw new WritError("invalid_argument", "give the server's name with --server");
    write(catalogueYaml(server, manifest), options.out);
    return 0;
  } catch (error) {
    console.error(`writ: ${reason(error)}`);
    return 1;
  }
}

/** A file that is there may hold what a person accepted: it is never written over. */
function write(text: string, path: string | undefined): void {
  if (path === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("invalid_argument", `${path} cannot be written (${code})`, { cause });
  }
}
