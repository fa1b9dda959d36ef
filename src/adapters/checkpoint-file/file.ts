import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { WritError } from "../../domain/errors.ts";

/** More than any note: its end holds a whole one. */
const TAIL_BYTES = 64 * 1024;

/** Appends notes, each of them safe on the disk when this returns. @throws WritError unavailable */
export function appendNotes(path: string, notes: readonly string[]): void {
  attempt(path, () => {
    const fd = openSync(path, "a", 0o644);
    try {
      // What a crash has cut off is ended by an empty line, and read as no note.
      const torn = !endsWhole(fd, path);
      writeSync(fd, `${torn ? "\n\n" : ""}${notes.join("")}`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/** The end of the file, "" for one that is not there. @throws WritError unavailable */
export function readTail(path: string): string {
  return attempt(path, () => {
    const fd = openSync(path, "a+", 0o644);
    try {
      const { size } = fstatSync(fd);
      const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(fd, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString("utf8");
    } finally {
      closeSync(fd);
    }
  });
}

function endsWhole(fd: number, path: string): boolean {
  return fstatSync(fd).size === 0 || readTail(path).endsWith("\n");
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown error";
    throw new WritError("unavailable", `the file of checkpoints ${path} cannot be used (${code})`, { cause });
  }
}
