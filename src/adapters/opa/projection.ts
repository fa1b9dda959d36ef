import type { Reads } from "../../domain/reads.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * JSON text without the members that cannot be read. Values that stay are copied byte by byte, so that numbers keep the digits
 * that JavaScript would round.
 *
 * @param text known to be JSON
 */
export function projectText(text: Uint8Array, reads: Reads): Uint8Array {
  if (reads === "everything") return text;
  const parts: Uint8Array[] = [];
  new Projector(text, parts).value(0, reads);
  return Buffer.concat(parts);
}

class Projector {
  readonly #text: Buffer;
  readonly #parts: Uint8Array[];

  constructor(text: Uint8Array, parts: Uint8Array[]) {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.length);
    this.#parts = parts;
  }

  /** Writes what can be read of the value at a position. @returns where it ends */
  value(position: number, reads: Reads): number {
    const start = this.#skipSpace(position);
    if (reads === "everything" || this.#text[start] !== OPEN_OBJECT) {
      const end = this.#skipValue(start);
      this.#parts.push(this.#text.subarray(start, end));
      return end;
    }
    this.#write("{");
    const end = this.#members(start + 1, reads);
    this.#write("}");
    return end;
  }

  #members(start: number, reads: ReadonlyMap<string, Reads>): number {
    let separator = "";
    let position = this.#skipSpace(start);
    while (position < this.#text.length && this.#text[position] !== CLOSE_OBJECT) {
      const keyEnd = this.#skipString(position);
      const key = this.#text.toString("utf8", position, keyEnd);
      const behindColon = this.#skipSpace(keyEnd) + 1;
      const inner = reads.get(JSON.parse(key) as string);
      if (inner === undefined) {
        position = this.#skipValue(this.#skipSpace(behindColon));
      } else {
        this.#write(`${separator}${key}:`);
        separator = ",";
        position = this.value(behindColon, inner);
      }
      position = this.#skipSpace(position);
      if (this.#text[position] === COMMA) position = this.#skipSpace(position + 1);
    }
    return position + 1;
  }

  #write(text: string): void {
    this.#parts.push(Buffer.from(text));
  }

  #skipSpace(start: number): number {
    let position = start;
    while ((this.#text[position] as number) <= 0x20) position++;
    return position;
  }

  /** @param start where the opening quote is */
  #skipString(start: number): number {
    let position = start + 1;
    while (position < this.#text.length && this.#text[position] !== QUOTE)
      position += this.#text[position] === BACKSLASH ? 2 : 1;
    return position + 1;
  }

  /** Counts brackets instead of going into them: data may be nested more deeply than a stack is. */
  #skipValue(start: number): number {
    let depth = 0;
    for (let position = start; ; position++) {
      switch (this.#text[position]) {
        case QUOTE:
          position = this.#skipString(position) - 1;
          if (depth === 0) return position + 1;
          break;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          depth++;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (--depth < 0) return position;
          if (depth === 0) return position + 1;
          break;
        case COMMA:
        case undefined:
          if (depth === 0 || position >= this.#text.length) return Math.min(position, this.#text.length);
      }
    }
  }
}
