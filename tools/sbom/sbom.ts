import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Installation, install, npmCi } from "../installation.ts";

const run = promisify(execFile);
const GENERATOR = join(import.meta.dirname, "generator");

/** CycloneDX's own generator: in a folder of its own, because its optional parts are large and are not needed. */
const CYCLONEDX: Installation = {
  folder: "sbom",
  lists: [join(GENERATOR, "package.json"), join(GENERATOR, "package-lock.json")],
  result: join("node_modules", "@cyclonedx", "cyclonedx-npm", "bin", "cyclonedx-npm-cli.js"),
  install: async (target) => {
    cpSync(GENERATOR, target, { recursive: true });
    await npmCi(target);
  },
};

/** Where npm's packages are for everybody; the lock file names no registry. */
const REGISTRY = "https://registry.npmjs.org";

/**
 * Writes what the package is made of, as CycloneDX 1.6 in JSON: the packages of the lock file that a user gets, with their
 * licences, addresses and hashes. The same lock file gives the same bytes. The generator checks its own output by the schema.
 */
export async function writeSbom(root: string, output: string): Promise<void> {
  const generator = await install(CYCLONEDX, root);
  const work = mkdtempSync(join(tmpdir(), "writ-sbom-"));
  try {
    const { workspaces: _, ...manifest } = readJson(join(root, "package.json"));
    writeFileSync(join(work, "package.json"), JSON.stringify(manifest));
    const lock = readJson(join(root, "package-lock.json")) as unknown as Lock;
    writeFileSync(join(work, "package-lock.json"), JSON.stringify(withAddresses(lock)));
    const args = [generator, "--package-lock-only", "--omit", "dev", "--no-workspaces", "--spec-version", "1.6"];
    const rest = ["--output-format", "JSON", "--output-reproducible", "--validate", "--output-file", output];
    await run(process.execPath, [...args, ...rest], { cwd: work });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

function readJson(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;
}

/** The client is published from this repository, and is no part of the service. */
const NO_PART = new Set(["packages/client", "node_modules/@writ/client"]);

/** Of a package without an address the generator leaves the hash out too. */
function withAddresses(lock: Lock): Lock {
  const parts = Object.entries(lock.packages).filter(([path]) => !NO_PART.has(path));
  const packages = parts.map(([path, locked]) => {
    const name = path.replace(/^.*node_modules\//, "");
    if (locked.integrity === undefined || locked.version === undefined) return [path, locked];
    return [path, { ...locked, resolved: `${REGISTRY}/${name}/-/${name.replace(/^.*\//, "")}-${locked.version}.tgz` }];
  });
  return { ...lock, packages: Object.fromEntries(packages) };
}
