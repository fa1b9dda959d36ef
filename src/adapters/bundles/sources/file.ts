import { constants, type FileHandle, open } from "node:fs/promises";
import type { BundleSource } from "../../../ports/bundle-source.ts";
import { MAX_ARCHIVE_BYTES } from "../limits.ts";
import { digestOf, type Reading, receiveArchive } from "../receive.ts";
import { reasonOf, refused, unreachable } from "../refused.ts";
import type { FileSettings } from "../settings.ts";

/** A `.tar.gz` on disk. Its version is its digest; a file that was not written to since the last look is not read again. */
export function openFile({ path }: FileSettings, reading: Reading): BundleSource {
  let last: { readonly stamp: string; readonly version: string } | undefined;
  return {
    description: `file ${path}`,
    async fetch(known) {
      await using file = await opened(path);
      const stamp = await stampOf(path, file);
      if (last?.stamp === stamp && last.version === known) return undefined;
      const bytes = await file.readFile().catch(unreadable(path));
      const version = digestOf(bytes);
      last = { stamp, version };
      return version === known ? undefined : { version, files: await receiveArchive(bytes, reading) };
    },
    async close() {},
  };
}

/** Without waiting for a writer, where the path is a pipe. */
function opened(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(unreadable(path));
}

/** Differs as soon as the file was written to or replaced. */
async function stampOf(path: string, file: FileHandle): Promise<string> {
  const stat = await file.stat({ bigint: true }).catch(unreadable(path));
  if (!stat.isFile()) throw refused(`${path} is not a regular file`);
  if (stat.size > MAX_ARCHIVE_BYTES) throw refused(`${path} is longer than ${MAX_ARCHIVE_BYTES} bytes`);
  return `${stat.ino} ${stat.size} ${stat.ctimeNs}`;
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw unreachable(`${path} cannot be read (${reasonOf(error)})`);
  };
}
