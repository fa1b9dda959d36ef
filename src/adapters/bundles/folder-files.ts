import { opendir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BundleFiles } from "../../domain/bundle.ts";
import { EntryNames, entryPath } from "./entry-names.ts";
import { MAX_BUNDLE_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES } from "./limits.ts";
import { reasonOf, refused, unreachable } from "./refused.ts";

export interface ListedFile {
  /** Inside the bundle. */
  readonly path: string;
  readonly size: number;
  /** Differs as soon as the file was written to or replaced. */
  readonly stamp: string;
}

/**
 * Every file below a folder, in the order of their paths.
 *
 * @throws WritError `unavailable` when it cannot be read; `invalid_argument` which names what is neither a file nor a folder, or is
 *   more than the limits allow
 */
export async function listFolder(root: string): Promise<readonly ListedFile[]> {
  const listed: ListedFile[] = [];
  const names = new EntryNames();
  const folders = [""];
  let total = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const { name, isFile } of await entriesOf(root, folder)) {
      const path = entryPath(folder === "" ? name : `${folder}/${name}`);
      names.add(path, isFile);
      if (!isFile) {
        folders.push(path);
        continue;
      }
      const { size, ino, ctimeNs } = await stat(join(root, path), { bigint: true }).catch(unreadable(path));
      total += Number(size);
      if (size > MAX_ENTRY_BYTES) throw refused(`${path} is longer than ${MAX_ENTRY_BYTES} bytes`);
      if (total > MAX_BUNDLE_BYTES) throw refused(`${path} makes the bundle longer than ${MAX_BUNDLE_BYTES} bytes`);
      listed.push({ path, size: Number(size), stamp: `${ino} ${size} ${ctimeNs}` });
    }
  }
  return listed.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One text for a whole listing: another one means that something was written, came or went. */
export function stampOfAll(listed: readonly ListedFile[]): string {
  return listed.map(({ path, stamp }) => `${path} ${stamp}`).join("\n");
}

/**
 * Reads the listed files as they were together: a bundle that is being written is none yet.
 *
 * @throws WritError `unavailable` which names the file that changed meanwhile
 */
export async function readFolder(root: string, listed: readonly ListedFile[]): Promise<BundleFiles> {
  const files = new Map<string, Uint8Array>();
  for (const { path } of listed) files.set(path, await readFile(join(root, path)).catch(unreadable(path)));
  const after = new Map((await listFolder(root)).map(({ path, stamp }) => [path, stamp]));
  const changed =
    listed.find(({ path, stamp }) => after.get(path) !== stamp)?.path ??
    [...after.keys()].find((path) => !files.has(path));
  if (changed !== undefined) throw unreachable(`${changed} changed while the bundle was read`);
  return files;
}

async function entriesOf(root: string, folder: string): Promise<{ readonly name: string; readonly isFile: boolean }[]> {
  const entries: { name: string; isFile: boolean }[] = [];
  const what = folder === "" ? root : folder;
  const dir = await opendir(join(root, folder)).catch(unreadable(what));
  for await (const entry of dir) {
    if (entries.length >= MAX_ENTRIES) throw refused(`${what} has more than ${MAX_ENTRIES} entries`);
    const isFile = entry.isFile();
    if (!isFile && !entry.isDirectory()) throw refused(`${join(folder, entry.name)} is neither a file nor a folder`);
    entries.push({ name: entry.name, isFile });
  }
  return entries;
}

function unreadable(what: string): (error: unknown) => never {
  return (error) => {
    throw unreachable(`${what} cannot be read (${reasonOf(error)})`);
  };
}
