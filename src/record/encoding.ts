const FIRST_BYTES = 16 * 1024;
const DIGEST_PREFIX = "sha256:";
const DIGEST_BYTES = 32;
/** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps start. */
const POSTGRES_EPOCH_US = 946_684_800_000_000n;
/** What one large text has blown up is not kept. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

/**
 * Writes fields as a row of PostgreSQL's binary COPY has them: each as its length in four bytes, big-endian, and its bytes.
 * So who reads rows in that form hashes the bytes that came.
 */
export class FieldWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;

  begin(): void {
    if (this.#buffer.length > MAX_KEPT_BYTES) this.#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.#used = 0;
  }

  /** A view: good until the next begin. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  /** Without a length. */
  raw(value: Uint8Array): void {
    this.#room(value.length);
    this.#buffer.set(value, this.#used);
    this.#used += value.length;
  }

  /** Without a length. */
  rawText(value: string): void {
    this.#room(value.length * 3);
    this.#used += this.#buffer.write(value, this.#used, "utf8");
  }

  text(value: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#room(4 + value.length * 3);
    const length = this.#buffer.write(value, this.#used + 4, "utf8");
    this.#buffer.writeInt32BE(length, this.#used);
    this.#used += 4 + length;
  }

  binary(value: Uint8Array): void {
    this.#room(4 + value.length);
    this.#used = this.#buffer.writeInt32BE(value.length, this.#used);
    this.#buffer.set(value, this.#used);
    this.#used += value.length;
  }

  /** `sha256:<hex>` as its bytes. @throws RangeError for anything else */
  digest(value: string): void {
    const bytes = Buffer.from(value.slice(DIGEST_PREFIX.length), "hex");
    if (bytes.length !== DIGEST_BYTES || value.length !== DIGEST_PREFIX.length + 2 * DIGEST_BYTES) {
      throw new RangeError("not a SHA-256 digest");
    }
    this.binary(bytes);
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

  /** @param microseconds since 2000-01-01 */
  postgresTime(microseconds: bigint): void {
    this.#int64(microseconds);
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
