/** As much of protobuf's encoding (protobuf.dev/programming-guides/encoding) as an answer needs: fields of these three kinds. */
const VARINT = 0;
const BIT64 = 1;
const LENGTH_DELIMITED = 2;

/** Most answers; it grows for longer ones. */
const INITIAL_BYTES = 2_048;
/** Of a tag or a length: what is written stays below 2^28 bytes. */
const MAX_VARINT_BYTES = 4;
const DOUBLE_BYTES = 8;
/** Of one UTF-16 unit in UTF-8. */
const MAX_BYTES_A_UNIT = 3;

/**
 * Writes one message into one buffer. `TextEncoder`, by which the library writes strings, costs more for forty short ones than all the
 * rest of an answer.
 */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #at = 0;

  int(field: number, value: number): void {
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  double(field: number, value: number): void {
    this.#tag(field, BIT64);
    this.#reserve(DOUBLE_BYTES);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  string(field: number, value: string): void {
    this.nested(field, () => {
      this.#reserve(value.length * MAX_BYTES_A_UNIT);
      this.#at += this.#buffer.write(value, this.#at, "utf8");
    });
  }

  /** A message in a field. Its length comes before it, and is known after it: most have one byte of it. */
  nested(field: number, write: () => void): void {
    this.#tag(field, LENGTH_DELIMITED);
    this.#reserve(MAX_VARINT_BYTES);
    const start = this.#at + 1;
    this.#at = start;
    write();
    const length = this.#at - start;
    const more = varintBytes(length) - 1;
    if (more > 0) {
      this.#reserve(more);
      this.#buffer.copyWithin(start + more, start, this.#at);
    }
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  #varint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.#buffer[this.#at++] = (rest & 0x7f) | 0x80;
    this.#buffer[this.#at++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
