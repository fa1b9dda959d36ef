import { POSTGRES_EPOCH_US } from "../../../domain/binary-fields.ts";
import { digestText } from "../digests.ts";

const NULL = -1;

/** Reads the columns of one tuple in COPY's binary form, in their order. */
export class Tuple {
  readonly #bytes: Buffer;
  #position = 2;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  text(): string {
    return this.textOrNull() ?? "";
  }

  textOrNull(): string | undefined {
    const length = this.#length();
    if (length === NULL) return undefined;
    const text = this.#bytes.toString("utf8", this.#position, this.#position + length);
    this.#position += length;
    return text;
  }

  /** `sha256:<hex>`; undefined for null. */
  digest(): string | undefined {
    const bytes = this.bytes();
    return bytes === undefined ? undefined : digestText(bytes);
  }

  bytes(): Buffer | undefined {
    const length = this.#length();
    if (length === NULL) return undefined;
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }

  boolean(): boolean {
    return this.bytes()?.[0] === 1;
  }

  bigint(): bigint | undefined {
    return this.bytes()?.readBigInt64BE();
  }

  /** Milliseconds since 1970. */
  time(): number | undefined {
    const time = this.bigint();
    return time === undefined ? undefined : Number((time + POSTGRES_EPOCH_US) / 1000n);
  }

  #length(): number {
    const length = this.#bytes.readInt32BE(this.#position);
    this.#position += 4;
    return length;
  }
}
