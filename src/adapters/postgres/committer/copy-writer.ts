/** The head of a file in binary form: signature, flags, no extension. */
const FILE_HEAD = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const FILE_END = -1;
/** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps start. */
const POSTGRES_EPOCH_US = 946_684_800_000_000n;
const FIRST_BYTES = 256 * 1024;
/** A buffer that one large flush has blown up is not kept. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

const DIGEST_PREFIX = "sha256:";
const SHA256_BYTES = 32;

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
export class CopyWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;
  #fileStart = 0;

  /** Begins with a simple query. */
  query(text: string): void {
    if (this.#buffer.length > MAX_KEPT_BYTES) this.#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#used = 0;
    this.#room(6 + text.length * 3);
    this.#buffer[this.#used] = QUERY;
    const length = this.#buffer.write(text, 5, "utf8");
    this.#buffer.writeInt32BE(length + 5, 1);
    this.#used = 5 + length;
    this.#buffer[this.#used++] = 0;
  }

  /** Begins the file of the query's next COPY. */
  beginFile(): void {
    this.#room(5 + FILE_HEAD.length);
    this.#fileStart = this.#used;
    this.#buffer[this.#used] = COPY_DATA;
    this.#used += 5;
    this.#used += FILE_HEAD.copy(this.#buffer, this.#used);
  }

  endFile(): void {
    this.#room(7);
    this.#used = this.#buffer.writeInt16BE(FILE_END, this.#used);
    this.#buffer.writeInt32BE(this.#used - this.#fileStart - 1, this.#fileStart + 1);
    this.#buffer[this.#used++] = COPY_DONE;
    this.#used = this.#buffer.writeInt32BE(4, this.#used);
  }

  /** All messages. A view: good until the next query. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  tuple(columns: number): void {
    this.#room(2);
    this.#used = this.#buffer.writeInt16BE(columns, this.#used);
  }

  text(value: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#room(4 + value.length * 3);
    const length = this.#buffer.write(value, this.#used + 4, "utf8");
    this.#buffer.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
  }

  /** A text[] (array_recv: dimensions, flags, the elements' type, then of its one dimension the length and the first index). */
  texts(values: readonly string[]): void {
    const start = this.#used;
    this.#ints(0, values.length === 0 ? 0 : 1, 0, TEXT_TYPE);
    if (values.length > 0) this.#ints(values.length, 1);
    for (const value of values) this.text(value);
    this.#buffer.writeInt32BE(this.#used - start - 4, start);
  }

  binary(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#used = this.#buffer.writeInt32BE(value.length, this.#used);
    this.#buffer.set(value, this.#used);
    this.#used += value.length;
  }

  /** `sha256:<hex>` as its bytes. @throws RangeError for anything else: what is not hex would be cut off there */
  digest(value: string): void {
    this.#room(4 + SHA256_BYTES);
    const hex = value.slice(DIGEST_PREFIX.length);
    const length = this.#buffer.write(hex, this.#used + 4, "hex");
    if (length !== SHA256_BYTES || hex.length !== 2 * SHA256_BYTES || !value.startsWith(DIGEST_PREFIX)) {
      throw new RangeError("not a SHA-256 digest");
    }
    this.#buffer.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
  }

  boolean(value: boolean): void {
    this.#room(5);
    this.#used = this.#buffer.writeInt32BE(1, this.#used);
    this.#buffer[this.#used++] = value ? 1 : 0;
  }

  bigint(value: number): void {
    this.#int64(BigInt(value));
  }

  /** @param milliseconds since 1970 */
  timestamp(milliseconds: number): void {
    this.#int64(BigInt(milliseconds) * 1000n - POSTGRES_EPOCH_US);
  }

  #ints(...values: readonly number[]): void {
    this.#room(4 * values.length);
    for (const value of values) this.#used = this.#buffer.writeInt32BE(value, this.#used);
  }

  #int64(value: bigint): void {
    this.#room(12);
    this.#used = this.#buffer.writeInt32BE(8, this.#used);
    this.#used = this.#buffer.writeBigInt64BE(value, this.#used);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#used + bytes));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}
