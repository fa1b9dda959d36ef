/** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps start. */
export const POSTGRES_EPOCH_US = 946_684_800_000_000n;

/** A buffer that one large value has blown up is not kept. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

const DIGEST_PREFIX = "sha256:";
const SHA256_BYTES = 32;

/**
 * Writes fields as PostgreSQL's binary COPY has them (documentation of COPY, "Binary Format"): each as its length in four bytes,
 * big-endian, and its bytes. In one buffer that is used again and again.
 */
export class BinaryFields {
  readonly #firstBytes: number;
  protected buffer: Buffer;
  protected used = 0;

  protected constructor(firstBytes: number) {
    this.#firstBytes = firstBytes;
    this.buffer = Buffer.allocUnsafeSlow(firstBytes);
  }

  /** What was written. A view: good until the next one is begun. */
  bytes(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  text(value: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.room(4 + value.length * 3);
    const length = this.buffer.write(value, this.used + 4, "utf8");
    this.buffer.writeInt32BE(length, this.used);
    this.used += 4 + length;
  }

  binary(value: Uint8Array): void {
    this.room(4 + value.length);
    this.used = this.buffer.writeInt32BE(value.length, this.used);
    this.buffer.set(value, this.used);
    this.used += value.length;
  }

  /** `sha256:<hex>` as its bytes. @throws RangeError for anything else: what is not hex would be cut off there */
  digest(value: string): void {
    this.room(4 + SHA256_BYTES);
    const hex = value.slice(DIGEST_PREFIX.length);
    const length = this.buffer.write(hex, this.used + 4, "hex");
    if (length !== SHA256_BYTES || hex.length !== 2 * SHA256_BYTES || !value.startsWith(DIGEST_PREFIX)) {
      throw new RangeError("not a SHA-256 digest");
    }
    this.buffer.writeInt32BE(length, this.used);
    this.used += 4 + length;
  }

  boolean(value: boolean): void {
    this.room(5);
    this.used = this.buffer.writeInt32BE(1, this.used);
    this.buffer[this.used++] = value ? 1 : 0;
  }

  bigint(value: number): void {
    this.int64(BigInt(value));
  }

  /** @param milliseconds since 1970 */
  timestamp(milliseconds: number): void {
    this.int64(BigInt(milliseconds) * 1000n - POSTGRES_EPOCH_US);
  }

  /** Forgets what was written. */
  protected reset(): void {
    if (this.buffer.length > MAX_KEPT_BYTES) this.buffer = Buffer.allocUnsafeSlow(this.#firstBytes);
    this.used = 0;
  }

  protected int64(value: bigint): void {
    this.room(12);
    this.used = this.buffer.writeInt32BE(8, this.used);
    this.used = this.buffer.writeBigInt64BE(value, this.used);
  }

  protected room(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
