import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { BundleFiles } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";
import { EXIT, runCommand } from "./command.ts";

interface BuildOptions {
  readonly output: string;
  readonly revision?: string;
  readonly sources: boolean;
}

const ARCHIVE = /\.(?:tar\.gz|tgz)$/;

/** `writ policy build`: a folder of policies to the bundle that production loads. */
export function addBuild(policy: Command, env: NodeJS.ProcessEnv): void {
  policy
    .command("build [folder]")
    .summary("compile a policy to a bundle, and load it once")
    .description("compile a policy to a bundle, and load it once as production would")
    .option("-o, --output <path>", "a .tar.gz file, or a folder for the bundle's files", "bundle.tar.gz")
    .option("--revision <text>", "what decisions call it (default: policy.yaml's, else made of the sources)")
    .option("--no-sources", "leave out the Rego, which is there for people")
    .action((folder: string | undefined, options: BuildOptions) =>
      runCommand(env, () => build(folder ?? ".", options, env)),
    );
}

async function build(folder: string, { output, revision, sources }: BuildOptions, env: NodeJS.ProcessEnv) {
  const [{ composePolicyTools }, { readOwnProject }, { buildBundle }] = await Promise.all([
    import("../../compose/policy-project.ts"),
    import("../../policy/project/read.ts"),
    import("../../policy/build/build.ts"),
  ]);
  const tools = composePolicyTools(env);
  const read = readOwnProject(folder, tools.builtIn);
  const project = revision === undefined ? read : { ...read, revision };
  const built = await buildBundle(project, tools.buildParts());
  const files = sources ? built : new Map([...built].filter(([path]) => !path.endsWith(".rego")));
  if (ARCHIVE.test(output)) writeWhole(output, await tools.writeArchive(files));
  else writeFolder(output, files);
  const { digest } = await tools.describe(files);
  console.log(`${output}: revision ${project.revision}, ${digest}`);
  return EXIT.good;
}

/** Whoever watches the file sees the one before or the new one. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const next = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    writeFileSync(next, bytes);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw unwritable(path, error);
  }
}

/** A folder that holds anything but a bundle is left alone. */
function writeFolder(path: string, files: BundleFiles): void {
  const next = `${path.replace(/\/+$/, "")}.${process.pid}.new`;
  try {
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(next, name)), { recursive: true });
      writeFileSync(join(next, name), bytes);
    }
    replaceFolder(path, next);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw unwritable(path, error);
  }
}

function replaceFolder(path: string, next: string): void {
  try {
    // Fails for a folder that is not empty.
    renameSync(next, path);
  } catch {
    rmSync(join(path, "policy.wasm"));
    rmSync(path, { recursive: true });
    renameSync(next, path);
  }
}

function unwritable(path: string, cause: unknown): WritError {
  const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
  const hint = code === "ENOENT" || code === "ENOTDIR" ? "; it is there already and is no bundle" : "";
  return new WritError("invalid_argument", `${path} cannot be written (${code})${hint}`, { cause });
}
