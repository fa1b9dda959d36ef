import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Hundreds of megabytes, on a busy machine of two cores. */
const INSTALL_TIMEOUT_MS = 20 * 60_000;

/** Gateways and clients that are Python packages, not for every run of the tests; each has its list of exact versions here. */
export const PYTHON_GATEWAYS = ["authzen", "contextforge", "litellm"] as const;
export type PythonGateway = (typeof PYTHON_GATEWAYS)[number];

/** The path of the Python that has it, if it was installed from the present list. */
export function installed(gateway: PythonGateway, root: string): string | undefined {
  const python = join(folderOf(gateway, root), "bin", "python");
  return existsSync(python) ? python : undefined;
}

/** Installs it from the package index that pip is set to. @returns that path */
export async function install(gateway: PythonGateway, root: string): Promise<string> {
  const target = folderOf(gateway, root);
  const draft = `${target}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    await run("python3", ["-m", "venv", "--copies", draft]);
    // The list is whole: what pip would add to it is no part of what was tested.
    const args = ["-m", "pip", "install", "--quiet", "--no-deps", "-r", listOf(gateway)];
    await run(join(draft, "bin", "python"), args, { timeout: INSTALL_TIMEOUT_MS });
    // Only the scripts in bin/ know the folder's name, and none of them is used.
    renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return join(target, "bin", "python");
}

function listOf(gateway: PythonGateway): string {
  return join(import.meta.dirname, `${gateway}.txt`);
}

function folderOf(gateway: PythonGateway, root: string): string {
  const digest = createHash("sha256")
    .update(readFileSync(listOf(gateway)))
    .digest("hex");
  return join(root, "var", "python-gateways", `${gateway}-${digest.slice(0, 16)}`);
}
