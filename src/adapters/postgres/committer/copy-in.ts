import type pg from "pg";

/** Data of one `COPY … FROM STDIN` at a time: larger messages make the server's buffer grow, smaller ones cost calls. */
const CHUNK_BYTES = 1024 * 1024;

/** What pg asks of a query that it did not make itself. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * One simple query whose text has as many `COPY … FROM STDIN` as there are files. The files are sent right behind the
 * text: a server that has refused the query ignores them (PostgreSQL protocol, "COPY Operations"), and one round trip
 * is enough for all. Statements of one simple query are one transaction.
 */
class CopyIn {
  readonly #text: string;
  readonly #files: readonly Buffer[];
  readonly #settle: (error?: Error) => void;

  constructor(text: string, files: readonly Buffer[], settle: (error?: Error) => void) {
    this.#text = text;
    this.#files = files;
    this.#settle = settle;
  }

  submit(connection: Wire): void {
    connection.query(this.#text);
    for (const file of this.#files) {
      for (let at = 0; at < file.length; at += CHUNK_BYTES) {
        connection.sendCopyFromChunk(file.subarray(at, at + CHUNK_BYTES));
      }
      connection.endCopyFrom();
    }
  }

  handleError(error: Error): void {
    this.#settle(error);
  }

  handleReadyForQuery(): void {
    this.#settle();
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** Runs the statements as one transaction. @returns when it is committed */
export function copyIn(client: pg.Client, text: string, files: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new CopyIn(text, files, (error) => (error === undefined ? resolve() : reject(error)));
    client.query(query as unknown as pg.Submittable);
  });
}
