import type pg from "pg";
import type { CopyWriter } from "./copy-writer.ts";

/** What pg gives a query that it did not make itself. */
interface Wire {
  readonly stream: { write(bytes: Buffer): void };
}

/**
 * One simple query with its files. The files are sent right behind the text: a server that has refused the query ignores
 * them (PostgreSQL protocol, "COPY Operations"), and one round trip is enough for all.
 */
class CopyIn {
  /** Set by pg, for the timer of its `query_timeout`: a query that ends without calling it leaves the timer behind. */
  callback: (() => void) | undefined;
  readonly #writer: CopyWriter;
  readonly #settle: (error?: Error) => void;

  constructor(writer: CopyWriter, settle: (error?: Error) => void) {
    this.#writer = writer;
    this.#settle = settle;
  }

  submit(connection: Wire): void {
    connection.stream.write(this.#writer.bytes());
  }

  handleError(error: Error): void {
    this.callback?.();
    this.#settle(error);
  }

  handleReadyForQuery(): void {
    this.callback?.();
    this.#settle();
  }

  handleCopyInResponse(): void {}
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** Runs what was written as one transaction. @returns when it is committed */
export function copyIn(client: pg.Client, writer: CopyWriter): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = new CopyIn(writer, (error) => (error === undefined ? resolve() : reject(error)));
    client.query(query as unknown as pg.Submittable);
  });
}
