import { Cursor, UnsupportedModule } from "../wasm/cursor.ts";
import type { ModuleLayout } from "../wasm/module.ts";
import { OP, skipImmediates } from "../wasm/opcodes.ts";

/** A loop's body, or what a function does outside its loops: what runs once for each charge. */
export interface Region {
  /** Where a charge for it goes: behind the loop's head, or at the function's first instruction. */
  readonly position: number;
  instructions: number;
  /** Functions that it calls, once for each call. */
  readonly calls: number[];
}

export interface ScannedFunction {
  /** Where the instructions start, behind the declarations of locals. */
  readonly locals: { readonly position: number; readonly groups: number; readonly count: number; readonly end: number };
  readonly body: Region;
  readonly loops: readonly Region[];
  callsIndirectly: boolean;
  /** Every `return` and its depth in blocks. */
  readonly returns: readonly { readonly position: number; readonly depth: number }[];
}

/** Finds the loops and calls of one defined function. */
export function scanFunction(module: ModuleLayout, index: number): ScannedFunction {
  const range = module.bodies[index] as { start: number; end: number };
  const cursor = new Cursor(module.bytes, range.start, range.end);
  const locals = readLocals(cursor);
  const body: Region = { position: cursor.position, instructions: 0, calls: [] };
  const loops: Region[] = [];
  const returns: { position: number; depth: number }[] = [];
  const scanned = { locals, body, loops, returns, callsIndirectly: false };
  /** The region of each open block, innermost last. */
  const open: Region[] = [body];
  let region = body;
  while (open.length > 0) {
    const position = cursor.position;
    const opcode = cursor.u8();
    region.instructions++;
    switch (opcode) {
      case OP.loop:
        skipImmediates(opcode, cursor);
        region = { position: cursor.position, instructions: 0, calls: [] };
        loops.push(region);
        open.push(region);
        break;
      case OP.block:
      case OP.if:
        skipImmediates(opcode, cursor);
        open.push(region);
        break;
      case OP.end:
        open.pop();
        region = open.at(-1) ?? body;
        break;
      case OP.call:
        region.calls.push(cursor.u32());
        break;
      case OP.callIndirect:
        scanned.callsIndirectly = true;
        skipImmediates(opcode, cursor);
        break;
      case OP.return:
        returns.push({ position, depth: open.length - 1 });
        break;
      default:
        skipImmediates(opcode, cursor);
    }
  }
  if (!cursor.done) throw new UnsupportedModule("bytes behind a function's end", cursor.position);
  return scanned;
}

function readLocals(cursor: Cursor): ScannedFunction["locals"] {
  const groups = cursor.u32();
  const position = cursor.position;
  let count = 0;
  for (let i = 0; i < groups; i++) {
    count += cursor.u32();
    cursor.valueType();
  }
  return { position, groups, count, end: cursor.position };
}
