import { BinaryFields } from "../../../domain/binary-fields.ts";

/** The head of a file in binary form: signature, flags, no extension. */
const FILE_HEAD = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const FILE_END = -1;
const FIRST_BYTES = 256 * 1024;

/** Its OID in pg_type. */
const TEXT_TYPE = 25;

const QUERY = 0x51;
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;

/**
 * Writes one query and the files of its `COPY … FROM STDIN (FORMAT binary)` as the messages that go to the server
 * (PostgreSQL documentation, "Message Formats" and COPY, "Binary Format"), in one buffer that is used again and again: it
 * must not be reset before the server has answered.
 */
export class CopyWriter extends BinaryFields {
  #fileStart = 0;

  constructor() {
    super(FIRST_BYTES);
  }

  /** Begins with a simple query. */
  query(text: string): void {
    this.reset();
    this.room(6 + text.length * 3);
    this.buffer[this.used] = QUERY;
    const length = this.buffer.write(text, 5, "utf8");
    this.buffer.writeInt32BE(length + 5, 1);
    this.used = 5 + length;
    this.buffer[this.used++] = 0;
  }

  /** Begins the file of the query's next COPY. */
  beginFile(): void {
    this.room(5 + FILE_HEAD.length);
    this.#fileStart = this.used;
    this.buffer[this.used] = COPY_DATA;
    this.used += 5;
    this.used += FILE_HEAD.copy(this.buffer, this.used);
  }

  endFile(): void {
    this.room(7);
    this.used = this.buffer.writeInt16BE(FILE_END, this.used);
    this.buffer.writeInt32BE(this.used - this.#fileStart - 1, this.#fileStart + 1);
    this.buffer[this.used++] = COPY_DONE;
    this.used = this.buffer.writeInt32BE(4, this.used);
  }

  tuple(columns: number): void {
    this.room(2);
    this.used = this.buffer.writeInt16BE(columns, this.used);
  }

  /** A text[] (array_recv: dimensions, flags, the elements' type, then of its one dimension the length and the first index). */
  texts(values: readonly string[]): void {
    const start = this.used;
    this.#ints(0, values.length === 0 ? 0 : 1, 0, TEXT_TYPE);
    if (values.length > 0) this.#ints(values.length, 1);
    for (const value of values) this.text(value);
    this.buffer.writeInt32BE(this.used - start - 4, start);
  }

  #ints(...values: readonly number[]): void {
    this.room(4 * values.length);
    for (const value of values) this.used = this.buffer.writeInt32BE(value, this.used);
  }
}
