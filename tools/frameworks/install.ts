import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** 180 MB of packages, on a busy machine of two cores. */
const INSTALL_TIMEOUT_MS = 15 * 60_000;

const run = promisify(execFile);

/** Where frameworks are installed that are too large for everybody's `npm ci`, pinned by version and hash. */
interface Kind {
  /** What says which versions, and with which hashes. */
  readonly lists: readonly string[];
  /** What there is once it is installed. */
  readonly result: string;
  install(target: string): Promise<void>;
}

const HERE = import.meta.dirname;

const KINDS = {
  python: {
    lists: ["requirements.txt"],
    result: "bin/python",
    async install(target) {
      await run("python3", ["-m", "venv", "--copies", target]);
      const args = ["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"];
      const list = join(HERE, "requirements.txt");
      await run(join(target, "bin/python"), [...args, "-r", list], { timeout: INSTALL_TIMEOUT_MS });
    },
  },
  js: {
    lists: ["js/package.json", "js/package-lock.json"],
    result: "node_modules",
    async install(target) {
      cpSync(join(HERE, "js"), target, { recursive: true });
      const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      await run("npm", args, { cwd: target, timeout: INSTALL_TIMEOUT_MS });
    },
  },
} satisfies Readonly<Record<string, Kind>>;

export type FrameworkKind = keyof typeof KINDS;

export const FRAMEWORK_KINDS = Object.keys(KINDS) as readonly FrameworkKind[];

/** The path of Python, or of the folder of npm's packages, if it was installed from the present lists. */
export function installed(kind: FrameworkKind, root: string): string | undefined {
  const path = join(folderOf(kind, root), KINDS[kind].result);
  return existsSync(path) ? path : undefined;
}

/** Installs it. @returns that path */
export async function install(kind: FrameworkKind, root: string): Promise<string> {
  const target = folderOf(kind, root);
  const draft = `${target}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    await KINDS[kind].install(draft);
    // Only Python's programs in bin/ know the folder's name, and none of them is used.
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(target, KINDS[kind].result);
}

function folderOf(kind: FrameworkKind, root: string): string {
  const hash = createHash("sha256");
  for (const list of KINDS[kind].lists) hash.update(readFileSync(join(HERE, list)));
  return join(root, "var", "frameworks", `${kind}-${hash.digest("hex").slice(0, 16)}`);
}
