import { type Cursor, UnsupportedModule } from "./cursor.ts";

/** Opcodes of the WebAssembly core specification, section 5.4, that the meter reads or writes. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i32LtS: 0x48,
  i32Sub: 0x6b,
  prefixFc: 0xfc,
} as const;

export const TYPE_I32 = 0x7f;
export const TYPE_EMPTY = 0x40;

type Immediates = "none" | "leb" | "leb2" | "blocktype" | "brTable" | "memory" | "f32" | "f64";

/** Opcode -> what follows it. What is missing here is refused: nothing is copied that was not understood. */
const IMMEDIATES: (Immediates | undefined)[] = [];

function define(kind: Immediates, ...ranges: readonly (readonly [from: number, to: number])[]): void {
  for (const [from, to] of ranges) for (let opcode = from; opcode <= to; opcode++) IMMEDIATES[opcode] = kind;
}

define("none", [0x00, 0x01], [0x05, 0x05], [0x0b, 0x0b], [0x0f, 0x0f], [0x1a, 0x1b], [0x45, 0xbf], [0xc0, 0xc4]);
define("blocktype", [0x02, 0x04]);
define("leb", [0x0c, 0x0d], [0x10, 0x10], [0x20, 0x24], [0x3f, 0x42]);
define("brTable", [0x0e, 0x0e]);
define("leb2", [0x11, 0x11]);
define("memory", [0x28, 0x3e]);
define("f32", [0x43, 0x43]);
define("f64", [0x44, 0x44]);

/** The last of the saturating truncations behind 0xfc. Bulk memory, which follows, moves any number of bytes for one
 *  instruction and would escape the meter; OPA's library is compiled without it. */
const LAST_SATURATING_TRUNCATION = 7;

/** Passes the immediates of an instruction whose opcode was just read. */
export function skipImmediates(opcode: number, cursor: Cursor): void {
  switch (IMMEDIATES[opcode]) {
    case "none":
      return;
    case "leb":
    case "blocktype":
      cursor.skipLeb();
      return;
    case "leb2":
    case "memory":
      cursor.skipLeb();
      cursor.skipLeb();
      return;
    case "brTable":
      for (let labels = cursor.u32() + 1; labels > 0; labels--) cursor.skipLeb();
      return;
    case "f32":
      cursor.skip(4);
      return;
    case "f64":
      cursor.skip(8);
      return;
    case undefined:
      if (opcode === OP.prefixFc && cursor.u32() <= LAST_SATURATING_TRUNCATION) return;
      throw new UnsupportedModule(`instruction 0x${opcode.toString(16)} is not supported`, cursor.position);
  }
}
