import { BinaryFields } from "../domain/binary-fields.ts";

const FIRST_BYTES = 16 * 1024;

/** Writes what is hashed: fields as COPY's binary form has them, so that who reads rows in that form hashes the bytes that came. */
export class FieldWriter extends BinaryFields {
  constructor() {
    super(FIRST_BYTES);
  }

  begin(): void {
    this.reset();
  }

  /** Without a length. */
  raw(value: Uint8Array): void {
    this.room(value.length);
    this.buffer.set(value, this.used);
    this.used += value.length;
  }

  /** Without a length. */
  rawText(value: string): void {
    this.room(value.length * 3);
    this.used += this.buffer.write(value, this.used, "utf8");
  }

  /** @param microseconds since 2000-01-01 */
  postgresTime(microseconds: bigint): void {
    this.int64(microseconds);
  }
}
