import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { POLICY_WASM } from "../../domain/bundle.ts";
import { WritError } from "../../domain/errors.ts";

/** A project is written by people; a folder with more files than this is the wrong one, e.g. a home folder. */
const MAX_PROJECT_FILES = 20_000;

/** The names under which OPA reads data: the file's folder is its place in the data document. */
const DATA_NAME = /^data\.(?:json|ya?ml)$/;

/** Never part of a bundle: case files, and what package managers keep. */
const FOREIGN_FOLDERS = new Set(["cases", "node_modules"]);

export interface FoundFile {
  /** Inside the folder, with `/`. */
  readonly path: string;
  /** As the author opens it. */
  readonly origin: string;
  readonly kind: "rego" | "data";
}

/**
 * The Rego and data files of a folder, in the order of their paths. Hidden entries, `cases` and built bundles (folders with
 * a `policy.wasm`) are left out.
 *
 * @throws WritError `invalid_argument` for a linked folder: leaving out what denies would be silent
 */
export function walkProject(folder: string): readonly FoundFile[] {
  const found: FoundFile[] = [];
  walk(folder, "", found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function walk(folder: string, inside: string, found: FoundFile[]): void {
  const entries = listFolder(join(folder, inside));
  if (inside !== "" && entries.some(({ name }) => name === POLICY_WASM)) return;
  for (const entry of entries) {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    const origin = join(folder, path);
    if (entry.name.startsWith(".")) continue;
    if (FOREIGN_FOLDERS.has(entry.name) && leadsToFolder(origin)) continue;
    if (isFolder(entry, origin)) walk(folder, path, found);
    else if (entry.name.endsWith(".rego")) found.push({ path, origin, kind: "rego" });
    else if (DATA_NAME.test(entry.name)) found.push({ path, origin, kind: "data" });
    if (found.length > MAX_PROJECT_FILES) throw unusable(folder, `has more than ${MAX_PROJECT_FILES} policy files`);
  }
}

/** @throws WritError `invalid_argument` naming the file */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unusable(path, `cannot be read (${codeOf(cause)})`, cause);
  }
}

function listFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw unusable(folder, `cannot be read (${codeOf(cause)})`, cause);
  }
}

/** @throws WritError `invalid_argument` for a link to a folder, and for one that leads nowhere */
export function isFolder(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  if (leadsToFolder(path)) throw unusable(path, "is a link to a folder; links are not followed");
  return false;
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw unusable(path, `is a link that leads nowhere (${codeOf(cause)})`, cause);
  }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? "unknown error";
}

function unusable(path: string, what: string, cause?: unknown): WritError {
  return new WritError("invalid_argument", `${path} ${what}`, { cause });
}
