import { execFile } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Packed {
  /** Of the tarball. */
  readonly path: string;
  /** What is in it, below `package/`. */
  readonly files: readonly string[];
  /** Subresource integrity of the tarball, as the registry would say it. */
  readonly integrity: string;
}

const OWNER_MAY_RUN = 0o100;

/** Packs what was built in a folder, as `npm publish` would. @param into an existing folder */
export async function pack(root: string, into: string): Promise<Packed> {
  // npm keeps the modes of files: those of a careful umask could be read by nobody but who installs them.
  for (const { path } of (await npmPack(root, ["--dry-run"])).files) {
    const file = join(root, path);
    chmodSync(file, (statSync(file).mode & OWNER_MAY_RUN) === 0 ? 0o644 : 0o755);
  }
  const { filename, files, integrity } = await npmPack(root, ["--pack-destination", into]);
  return { path: join(into, filename), files: files.map(({ path }) => path), integrity };
}

/** The build is the caller's: npm's own output would stand in the middle of what it prints. */
async function npmPack(root: string, options: readonly string[]): Promise<NpmPacked> {
  const args = ["pack", "--json", "--ignore-scripts", "--loglevel=error", ...options];
  const { stdout } = await run("npm", args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const [packed] = Object.values(JSON.parse(stdout) as Readonly<Record<string, NpmPacked>>);
  if (packed === undefined) throw new Error("npm packed nothing");
  return packed;
}

interface NpmPacked {
  readonly filename: string;
  readonly integrity: string;
  readonly files: readonly { readonly path: string }[];
}
