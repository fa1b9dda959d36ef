import type pg from "pg";

/** Rows that may wait for the reader, in bytes; the server is not asked for more before they are taken. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** The head of a file in binary form (PostgreSQL documentation, COPY, "Binary Format"): signature, flags, no extension. */
const HEAD_BYTES = 19;
const END_OF_FILE = -1;

interface CopyData {
  readonly chunk: Buffer;
}

/** What pg gives a query that it did not make itself. */
interface Wire {
  query(text: string): void;
  readonly stream: { pause(): void; resume(): void };
}

/** One `COPY … TO STDOUT (FORMAT binary)`, of whose rows no more wait here than the reader can take. */
class CopyOut {
  /** Set by pg, for the timer of its `query_timeout`. */
  callback: (() => void) | undefined;
  readonly #text: string;
  #wire: Wire | undefined;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #paused = false;
  #begun = false;
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  submit(wire: Wire): void {
    this.#wire = wire;
    wire.query(this.#text);
  }

  /** The server sends one message for each row; the head of the file comes with the first. */
  handleCopyData({ chunk }: CopyData): void {
    const row = rowIn(chunk, this.#begun);
    this.#begun = true;
    if (row === undefined) return;
    // The buffer is the connection's, and is written over when this returns.
    this.#waiting.push(Buffer.from(row));
    this.#bytes += row.length;
    if (this.#bytes > MAX_WAITING_BYTES && !this.#paused) {
      this.#paused = true;
      this.#wire?.stream.pause();
    }
    this.#wake?.();
  }

  handleError(error: Error): void {
    this.callback?.();
    this.#error = error;
    this.#end();
  }

  handleReadyForQuery(): void {
    this.callback?.();
    this.#end();
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  async *rows(): AsyncGenerator<readonly Buffer[], void, undefined> {
    try {
      for (;;) {
        if (this.#waiting.length > 0) yield this.#take();
        else if (this.#error !== undefined) throw this.#error;
        else if (this.#ended) return;
        else await this.#more();
      }
    } finally {
      // Who stops in the middle leaves a connection that is still being written to.
      this.#resume();
    }
  }

  #take(): readonly Buffer[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    this.#resume();
    return taken;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#wire?.stream.resume();
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}

/** One `COPY … TO STDOUT (FORMAT binary)` whose rows are looked at where they came in. */
class CopyThrough {
  /** Set by pg, for the timer of its `query_timeout`. */
  callback: (() => void) | undefined;
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #each: (row: Buffer) => void;
  readonly #settle: () => void;
  #begun = false;
  #failed: { readonly error: unknown } | undefined;

  constructor(text: string, each: (row: Buffer) => void) {
    this.#text = text;
    this.#each = each;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = () => (this.#failed === undefined ? resolve() : reject(this.#failed.error));
  }

  submit(wire: Wire): void {
    wire.query(this.#text);
  }

  handleCopyData({ chunk }: CopyData): void {
    const row = rowIn(chunk, this.#begun);
    this.#begun = true;
    if (row === undefined || this.#failed !== undefined) return;
    try {
      this.#each(row);
    } catch (error) {
      // What is thrown into the connection's parser would end the process; the rest is read and dropped.
      this.#failed = { error };
    }
  }

  handleError(error: Error): void {
    this.callback?.();
    this.#failed ??= { error };
    this.#settle();
  }

  handleReadyForQuery(): void {
    this.callback?.();
    this.#settle();
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** Undefined at the end of the file. */
function rowIn(chunk: Buffer, begun: boolean): Buffer | undefined {
  const row = begun ? chunk : chunk.subarray(HEAD_BYTES);
  return row.length === 0 || row.readInt16BE(0) === END_OF_FILE ? undefined : row;
}

/**
 * Shows each row of a query as the tuple of COPY's binary form: the connection's own bytes, neither copied nor kept, good until
 * `each` returns. Rejects with what the server says, or `each` throws.
 */
export function copyThrough(client: pg.ClientBase, select: string, each: (row: Buffer) => void): Promise<void> {
  const query = new CopyThrough(`copy (${select}) to stdout (format binary)`, each);
  client.query(query as unknown as pg.Submittable);
  return query.done;
}

/** Rows of a query as the tuples of COPY's binary form, in batches as they come. Rejects with what the server says. */
export function copyOut(client: pg.ClientBase, select: string): AsyncGenerator<readonly Buffer[], void, undefined> {
  const query = new CopyOut(`copy (${select}) to stdout (format binary)`);
  client.query(query as unknown as pg.Submittable);
  return query.rows();
}
