import { watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { BundleSource } from "../../../ports/bundle-source.ts";
import { listFolder, readFolder, stampOfAll } from "../folder-files.ts";
import { digestOf, type Reading, receiveFiles } from "../receive.ts";
import type { FolderSettings } from "../settings.ts";
import { writeTar } from "../tar-write.ts";

/** Editors and builds write several files in a row. */
const SETTLE_MS = 100;

/** Looked at anyway so often: watching ends when a build replaces the folder itself. */
const LOOK_MS = 1_000;

/** How long one look waits for a change. */
const WATCH_MS = 30_000;

/** A folder. Its version is the digest of a tar of its files; one that was not written to since the last look is not read again. */
export function openFolder({ path, watch: waits }: FolderSettings, reading: Reading): BundleSource {
  let last: { readonly stamp: string; readonly version: string } | undefined;
  return {
    description: `folder ${path}`,
    async fetch(known, signal) {
      let listed = await (waits && last !== undefined ? listAgain(path, signal) : listFolder(path));
      if (last !== undefined && last.version === known && last.stamp === stampOfAll(listed)) {
        if (!waits || !(await changes(path, last.stamp, signal))) return undefined;
      }
      if (waits && last !== undefined) listed = await settled(path, signal);
      const files = await readFolder(path, listed);
      const version = digestOf(writeTar(files));
      last = { stamp: stampOfAll(listed), version };
      return version === known ? undefined : { version, files: await receiveFiles(files, reading) };
    },
    async close() {},
  };
}

/** @returns whether the folder is another one than at that stamp, as soon as it is */
async function changes(path: string, stamp: string, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + WATCH_MS;
  while (performance.now() < until) {
    await nextHint(path, signal);
    const now = await listFolder(path).then(stampOfAll, () => undefined);
    if (now !== stamp) return true;
  }
  return false;
}

/** Ends when the system says that something may have changed, and after a while anyway. */
async function nextHint(path: string, signal: AbortSignal): Promise<void> {
  const hint = new AbortController();
  try {
    // The folder may be gone for a moment; then time alone tells.
    const watcher = watch(path, { recursive: true, persistent: false, signal: hint.signal }, () => hint.abort());
    watcher.on("error", () => hint.abort());
  } catch {}
  await sleep(LOOK_MS, undefined, { signal: AbortSignal.any([signal, hint.signal]) }).catch(() => undefined);
  hint.abort();
  signal.throwIfAborted();
}

/** Of a folder that was there: a build that replaces it leaves none for a moment. */
async function listAgain(path: string, signal: AbortSignal) {
  try {
    return await listFolder(path);
  } catch {
    await sleep(SETTLE_MS, undefined, { signal });
    return listFolder(path);
  }
}

/** Waits until nothing more is written. */
async function settled(path: string, signal: AbortSignal) {
  for (let before = ""; ; ) {
    await sleep(SETTLE_MS, undefined, { signal });
    const listed = await listAgain(path, signal);
    const now = stampOfAll(listed);
    if (now === before) return listed;
    before = now;
  }
}
