import type { BundleFiles } from "../../domain/bundle.ts";
import { EntryNames, entryPath } from "./entry-names.ts";
import { gunzip, gzip } from "./gzip.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";
import { refused } from "./refused.ts";
import { readTar } from "./tar.ts";
import { writeTar } from "./tar-write.ts";

/**
 * Reads a `.tar.gz` whole: every file, or none.
 *
 * @returns its files in the order of their paths; folders are no entries
 * @throws WritError `invalid_argument` which names the entry: anything but regular files and folders, names that lead out of the
 *   bundle or are there twice, more than the limits allow, and whatever is damaged, cut off, or goes on after its end
 */
export async function readArchive(bytes: Uint8Array): Promise<BundleFiles> {
  const names = new EntryNames();
  const files: [string, Uint8Array][] = [];
  for (const { name, isFile, content } of readTar(await gunzip(bytes))) {
    const path = entryPath(name);
    if (path === "" && !isFile) continue;
    if (path === "") throw refused(`${JSON.stringify(name)} is a file without a name`);
    if (content.length > MAX_ENTRY_BYTES) throw refused(`${path} is longer than ${MAX_ENTRY_BYTES} bytes`);
    names.add(path, isFile);
    if (isFile) files.push([path, content]);
  }
  return inOrder(files);
}

/**
 * Same files, same bytes. Names have a leading slash: OPA finds a manifest's `/policy.wasm` by it.
 *
 * @throws WritError `invalid_argument` which names a path that an archive must not have
 */
export async function writeArchive(files: BundleFiles): Promise<Buffer> {
  const names = new EntryNames();
  const ordered = inOrder(files);
  for (const path of ordered.keys()) {
    if (path === "" || entryPath(path) !== path) throw refused(`${path} is no path inside a bundle`);
    names.add(path, true);
  }
  return gzip(writeTar([...ordered].map(([path, content]) => [`/${path}`, content])));
}

function inOrder(files: Iterable<readonly [string, Uint8Array]>): BundleFiles {
  return new Map([...files].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
}
