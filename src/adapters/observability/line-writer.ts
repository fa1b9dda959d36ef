import { write } from "node:fs";

/** What a pipe takes whole (POSIX PIPE_BUF on Linux): processes share one, and no line may be torn by another's. */
const MAX_WRITE_BYTES = 4_096;

/** What waits for a reader who has stopped; past it lines are dropped. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/**
 * Writes lines to a file or a pipe that may be full, stuck or gone: whoever writes never waits, and never fails. What cannot be written is lost.
 * (pino's own asynchronous destination tries for ever at the end of a process whose disk is full.)
 */
export class LineWriter {
  readonly #fd: number;
  readonly #waiting: string[] = [];
  #bytes = 0;
  #writing = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > MAX_WAITING_BYTES) return;
    this.#waiting.push(line);
    this.#bytes += bytes;
    if (!this.#writing) this.#next();
  }

  #next(): void {
    const text = this.#take();
    this.#writing = text !== "";
    if (this.#writing) write(this.#fd, text, () => this.#next());
  }

  /** As many lines as go at once, or a longer one alone. */
  #take(): string {
    let count = 0;
    let bytes = 0;
    for (const line of this.#waiting) {
      const more = bytes + Buffer.byteLength(line);
      if (count > 0 && more > MAX_WRITE_BYTES) break;
      bytes = more;
      count += 1;
    }
    this.#bytes -= bytes;
    return this.#waiting.splice(0, count).join("");
  }
}
