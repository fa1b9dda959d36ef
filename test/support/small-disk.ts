import { spawnSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { dataDir } from "./writ.ts";

const SIZE = "160m";
const CHUNK = Buffer.alloc(64 * 1024);

/** A file system of its own, in memory, that a test fills. */
export interface SmallDisk {
  readonly dir: string;
  /** Writes until nothing fits any more. */
  fill(): void;
  free(): void;
}

/** Why there can be none here: only root may mount. */
export function smallDiskMissing(): string | undefined {
  return process.platform === "linux" && process.getuid?.() === 0
    ? undefined
    : "a file system of its own needs root on Linux";
}

/** Unmounted after the test, whose servers on it have to be ended by then. @throws where the system does not let root mount */
export function smallDisk(): SmallDisk {
  const dir = dataDir();
  run("mount", "-t", "tmpfs", "-o", `size=${SIZE},mode=755`, "tmpfs", dir);
  onTestFinished(() => run("umount", "--lazy", dir));
  const ballast = join(dir, "ballast");
  return {
    dir,
    fill: () => {
      const fd = openSync(ballast, "a");
      try {
        for (;;) writeSync(fd, CHUNK);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(fd);
      }
    },
    free: () => rmSync(ballast, { force: true }),
  };
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
