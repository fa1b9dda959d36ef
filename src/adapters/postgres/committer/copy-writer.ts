const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps start. */
const POSTGRES_EPOCH_US = 946_684_800_000_000n;
const FIRST_BYTES = 64 * 1024;
const TRAILER_BYTES = 2;

/** Writes tuples in the format of `COPY … (FORMAT binary)` (PostgreSQL documentation, COPY, "Binary Format"). */
export class CopyWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #used = SIGNATURE.copy(this.#buffer);
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  tuple(columns: number): void {
    this.#room(2);
    this.#used = this.#buffer.writeInt16BE(columns, this.#used);
    this.#rows += 1;
  }

  text(value: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#room(4 + value.length * 3);
    const length = this.#buffer.write(value, this.#used + 4, "utf8");
    this.#buffer.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
  }

  bytes(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#used = this.#buffer.writeInt32BE(value.length, this.#used);
    this.#buffer.set(value, this.#used);
    this.#used += value.length;
  }

  /** `sha256:<hex>` as its bytes. */
  digest(value: string): void {
    const hex = value.slice(value.indexOf(":") + 1);
    this.#room(4 + hex.length / 2);
    const length = this.#buffer.write(hex, this.#used + 4, "hex");
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

  /** The whole file, with its end. */
  finish(): Buffer {
    this.#room(TRAILER_BYTES);
    this.#used = this.#buffer.writeInt16BE(-1, this.#used);
    return this.#buffer.subarray(0, this.#used);
  }

  #int64(value: bigint): void {
    this.#room(12);
    this.#used = this.#buffer.writeInt32BE(8, this.#used);
    this.#used = this.#buffer.writeBigInt64BE(value, this.#used);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#used + bytes));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}
