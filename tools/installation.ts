import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Hundreds of megabytes of packages, on a busy machine of two cores. */
const INSTALL_TIMEOUT_MS = 20 * 60_000;

const run = promisify(execFile);

/** Packages that are too large for everybody's `npm ci`, in a folder of their own below var/. */
export interface Installation {
  /** Below var/, without the state of the lists. */
  readonly folder: string;
  /** Files that say which packages, and which versions of them. */
  readonly lists: readonly string[];
  /** What there is in the folder once it is installed. */
  readonly result: string;
  install(target: string): Promise<void>;
}

/** The path of the result, if it was installed from the present lists. */
export function installed(installation: Installation, root: string): string | undefined {
  const path = join(folderOf(installation, root), installation.result);
  return existsSync(path) ? path : undefined;
}

/** Installs it where that was not done yet. @returns that path */
export async function install(installation: Installation, root: string): Promise<string> {
  const there = installed(installation, root);
  if (there !== undefined) return there;
  const target = folderOf(installation, root);
  // Under another name first, so that an interrupted attempt leaves no half installation behind.
  const draft = `${target}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    await installation.install(draft);
    // Only Python's programs in bin/ know the folder's name, and none of them is used.
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(target, installation.result);
}

/** A virtual environment with the packages of a list, of which the result is its Python. */
export function pythonPackages(folder: string, list: string, options: readonly string[]): Installation {
  return {
    folder,
    lists: [list],
    result: join("bin", "python"),
    install: async (target) => {
      await run("python3", ["-m", "venv", "--copies", target]);
      const args = ["-m", "pip", "install", "--quiet", ...options, "-r", list];
      await run(join(target, "bin", "python"), args, { timeout: INSTALL_TIMEOUT_MS });
    },
  };
}

/** `npm ci` in a folder that has a package-lock.json. */
export async function npmCi(folder: string): Promise<void> {
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", args, { cwd: folder, timeout: INSTALL_TIMEOUT_MS });
}

function folderOf({ folder, lists }: Installation, root: string): string {
  const hash = createHash("sha256");
  for (const list of lists) hash.update(readFileSync(list));
  return join(root, "var", `${folder}-${hash.digest("hex").slice(0, 16)}`);
}
