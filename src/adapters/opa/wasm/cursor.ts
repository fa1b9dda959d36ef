/** The bytes are no WebAssembly module, or one with features that OPA's compiler does not use. */
export class UnsupportedModule extends Error {
  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = "UnsupportedModule";
  }
}

/** Reads a module's bytes in order. Every method throws UnsupportedModule at the end of its range. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get done(): boolean {
    return this.position >= this.end;
  }

  u8(): number {
    if (this.position >= this.end) throw new UnsupportedModule("unexpected end", this.position);
    return this.bytes[this.position++] as number;
  }

  /** An unsigned LEB128 of at most 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw new UnsupportedModule("integer too large", this.position);
  }

  /** The type of a value: i32, i64, f32 or f64. Others take more than a byte, or instructions that the meter does not know. */
  valueType(): number {
    const type = this.u8();
    if (type < 0x7c || type > 0x7f) throw new UnsupportedModule(`value type 0x${type.toString(16)}`, this.position);
    return type;
  }

  /** Passes a LEB128 of either sign and at most 64 bits. */
  skipLeb(): void {
    for (let i = 0; i < 10; i++) if (this.u8() < 0x80) return;
    throw new UnsupportedModule("integer too large", this.position);
  }

  skip(count: number): void {
    if (count > this.end - this.position) throw new UnsupportedModule("unexpected end", this.position);
    this.position += count;
  }

  /** A cursor over the next `count` bytes; this one continues behind them. */
  take(count: number): Cursor {
    const start = this.position;
    this.skip(count);
    return new Cursor(this.bytes, start, this.position);
  }

  name(): string {
    const part = this.take(this.u32());
    return new TextDecoder().decode(this.bytes.subarray(part.position, part.end));
  }
}
