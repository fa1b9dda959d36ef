import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { WritError } from "../../domain/errors.ts";
import { isOpenToOthers } from "../../domain/private-mode.ts";

/** Files are cheap to read, and are changed by somebody who waits. */
const LOOK_EVERY_MS = 2_000;

/** Intervals differ by up to this share, so that workers that began together do not go on together. */
const JITTER = 0.1;

/** Who writes a file in place has written it whole by then; a half of one may look like a whole one. */
const SETTLE_MS = 200;

/** A thousand callers, or a chain of certificates, have some hundred KiB. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

export interface FollowOptions<T> {
  readonly paths: readonly string[];
  /** Whether the files have to be closed to everybody but their user (mode 0600, or 0640 of root). */
  readonly private: boolean;
  /** What the files say, in the order of the paths. @throws WritError saying what is wrong, and never what is in them */
  readonly read: (texts: readonly string[]) => T;
  readonly changed: (value: T) => void;
  /** Told once for each problem, while the last good files stay in use; "" when they are good again. */
  readonly problem: (problem: string) => void;
  readonly lookEveryMs?: number;
}

/** Files that are looked at again and again. What they said last that was good is in use. */
export class FollowedFiles<T> {
  readonly #options: FollowOptions<T>;
  readonly value: T;
  #seen: readonly string[];
  /** What was there at the last look. */
  #last: readonly string[];
  #problem = "";
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @throws WritError where the files are not good from the beginning */
  constructor(options: FollowOptions<T>) {
    this.#options = options;
    this.#seen = readAll(options);
    this.#last = this.#seen;
    this.value = options.read(this.#seen);
    this.#later(options.lookEveryMs);
  }

  /** Whether what the files say now is in use. */
  good(): boolean {
    return this.#problem === "";
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #later(inMs = LOOK_EVERY_MS): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#look(), inMs * (1 - JITTER * Math.random()));
    this.#timer.unref();
  }

  /** By content: how Kubernetes swaps links and how editors write is all the same to it. */
  #look(): void {
    const { lookEveryMs = LOOK_EVERY_MS } = this.#options;
    let problem = "";
    try {
      const texts = readAll(this.#options);
      const settled = isSame(texts, this.#last);
      this.#last = texts;
      if (!settled) return this.#later(Math.min(SETTLE_MS, lookEveryMs));
      // What was bad may be good by now for another reason than its content.
      if (!isSame(texts, this.#seen) || this.#problem !== "") {
        this.#options.changed(this.#options.read(texts));
        this.#seen = texts;
      }
    } catch (error) {
      problem = error instanceof WritError ? error.message : "the files could not be read";
    }
    if (problem !== this.#problem) this.#options.problem(problem);
    this.#problem = problem;
    this.#later(lookEveryMs);
  }
}

function isSame(texts: readonly string[], before: readonly string[]): boolean {
  return texts.every((text, at) => text === before[at]);
}

function readAll({ paths, private: closed }: Pick<FollowOptions<unknown>, "paths" | "private">): readonly string[] {
  return paths.map((path) => readOne(path, closed));
}

function readOne(path: string, closed: boolean): string {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    throw unusable(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
  try {
    // Of the open file, so that it cannot be another one by the time it is read.
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw unusable(path, "is not a regular file");
    if (stat.size > MAX_FILE_BYTES) throw unusable(path, `has more than ${MAX_FILE_BYTES} bytes`);
    if (closed && isOpenToOthers(stat, process.getuid?.())) {
      throw unusable(path, "is open to its group or to others; make it mode 0600 (0640 if root owns it)");
    }
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

function unusable(path: string, problem: string): WritError {
  return new WritError("invalid_argument", `${path} ${problem}`);
}
