import { watch } from "node:fs";

/** Editors write a file in several steps, and save several files at once. */
const QUIET_MS = 100;

/** What changes without a test changing: hidden folders, what package managers keep. */
const FOREIGN = /(?:^|[\\/])(?:node_modules|\.[^\\/]+)(?:[\\/]|$)/;

/**
 * Calls `rerun` when something in the folder has changed and nothing has for a moment; never while it still runs.
 *
 * @param ignored paths below the folder that are none of it, e.g. the report that each run writes
 * @param signal ends the watching
 * @returns a promise that is kept when the watching has ended; rejects with what `rerun` rejects with
 */
export function watchFolder(
  folder: string,
  ignored: ReadonlySet<string>,
  rerun: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let running = false;
    const watcher = watch(folder, { recursive: true, signal });
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(start, QUIET_MS);
    };
    const start = (): void => {
      if (running) return later();
      running = true;
      rerun()
        .catch((error: unknown) => {
          reject(error);
          watcher.close();
        })
        .finally(() => {
          running = false;
        });
    };
    watcher.on("change", (_, name) => {
      if (isWatched(String(name), ignored)) later();
    });
    watcher.on("error", reject);
    watcher.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Whether a change of this path, relative to the folder, can change a result. */
export function isWatched(path: string, ignored: ReadonlySet<string>): boolean {
  return !FOREIGN.test(path) && !ignored.has(path);
}
