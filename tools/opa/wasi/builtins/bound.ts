import { Cursor, UnsupportedModule } from "../../../../src/adapters/opa/wasm/cursor.ts";
import { OP, skipImmediates, TYPE_EMPTY, TYPE_I32 } from "../../../../src/adapters/opa/wasm/opcodes.ts";
import { Sink } from "../../../../src/adapters/opa/wasm/sink.ts";

/** What the host finds on a bounded module, beside what Go exports. */
export interface Bounds {
  /** The exported mutable i32 that work is taken from; the module traps once it is below zero. */
  readonly fuelExport: string;
  /** What the names of the exported globals begin with; a number follows. */
  readonly globalExport: string;
  /** What the module's memory may grow to, in pages of 64 KiB. */
  readonly maxMemoryPages: number;
}

const SECTION = { type: 1, import: 2, function: 3, memory: 5, global: 6, export: 7, code: 10 } as const;
const HEADER_BYTES = 8;
const MEMORY_OP = { init: 8, copy: 10, fill: 11 } as const;
const OP_I32_SHR_U = 0x76;
const GLOBAL_KIND = 3;
const FUNCTION_KIND = 0;
const FUNCTION_TYPE = 0x60;

/** 2^31 - 1 as signed LEB128, for what runs before the host says how much there is. */
const FUEL_AT_START = [0xff, 0xff, 0xff, 0xff, 0x07];

/** Bytes that are moved or filled for one unit: as many as take as long as other units' work. */
const BYTES_PER_UNIT_LOG2 = 8;

interface Module {
  readonly importedFunctions: number;
  readonly functions: number;
  readonly types: number;
  readonly globals: number;
}

/**
 * Bounds a module that Go's compiler made (`GOOS=wasip1 -buildmode=c-shared`). Each entry of a function and each round of a loop
 * pays one unit of fuel: Go makes one loop of a function, and nearly every jump is a round of it, so that a unit stands for a
 * short straight way. Bytes that are moved or filled are paid by their number. The memory gets a maximum, and the globals, where Go
 * keeps its registers, are exported, so that the host can put an instance into the state of another one.
 *
 * @throws UnsupportedModule for anything that is not understood in full
 */
export function boundModule(bytes: Uint8Array, bounds: Bounds): Uint8Array {
  const sections = readSections(bytes);
  const count = (id: number) =>
    sections
      .find((section) => section.id === id)
      ?.content()
      .u32() ?? 0;
  const module: Module = {
    importedFunctions: countImportedFunctions(sections),
    functions: count(SECTION.function),
    types: count(SECTION.type),
    globals: count(SECTION.global),
  };
  const out = new Sink(bytes.length * 2);
  out.append(bytes.subarray(0, HEADER_BYTES));
  for (const section of sections) {
    const write = WRITERS[section.id];
    if (write === undefined) out.append(bytes.subarray(section.start, section.end));
    else writeSection(out, section.id, write(section.content(), module, bounds));
  }
  return out.view();
}

interface Section {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly content: () => Cursor;
}

function readSections(bytes: Uint8Array): readonly Section[] {
  const cursor = new Cursor(bytes, HEADER_BYTES);
  const sections: Section[] = [];
  while (!cursor.done) {
    const start = cursor.position;
    const id = cursor.u8();
    const { position, end } = cursor.take(cursor.u32());
    sections.push({ id, start, end, content: () => new Cursor(bytes, position, end) });
  }
  return sections;
}

/** Go imports functions only. */
function countImportedFunctions(sections: readonly Section[]): number {
  const cursor = sections.find(({ id }) => id === SECTION.import)?.content();
  if (cursor === undefined) return 0;
  const count = cursor.u32();
  for (let at = 0; at < count; at++) {
    cursor.name();
    cursor.name();
    if (cursor.u8() !== FUNCTION_KIND) throw new UnsupportedModule("an import that is no function", cursor.position);
    cursor.skipLeb();
  }
  return count;
}

type Writer = (content: Cursor, module: Module, bounds: Bounds) => Sink;

const WRITERS: Readonly<Record<number, Writer>> = {
  [SECTION.type]: (content) => extend(content, [[FUNCTION_TYPE, 1, TYPE_I32, 1, TYPE_I32]]),
  [SECTION.function]: (content, { types }) => extend(content, [leb(types)]),
  [SECTION.memory]: (content, _, { maxMemoryPages }) => {
    const out = new Sink(16);
    if (content.u32() !== 1 || content.u8() !== 0)
      throw new UnsupportedModule("memory that is bounded", content.position);
    out.append(Uint8Array.from([1, 1]));
    out.u32(content.u32());
    out.u32(maxMemoryPages);
    return out;
  },
  [SECTION.global]: (content) => extend(content, [[TYPE_I32, 1, OP.i32Const, ...FUEL_AT_START, OP.end]]),
  [SECTION.export]: (content, { globals }, { fuelExport, globalExport }) => {
    const names = Array.from({ length: globals }, (_, at) => `${globalExport}${at}`);
    return extend(
      content,
      [...names, fuelExport].map((name, at) => [name.length, ...Buffer.from(name), GLOBAL_KIND, ...leb(at)]),
    );
  },
  [SECTION.code]: boundCode,
};

function writeSection(out: Sink, id: number, content: Sink): void {
  out.u8(id);
  out.u32(content.length);
  out.append(content.view());
}

/** A vector with items more. */
function extend(content: Cursor, items: readonly (readonly number[])[]): Sink {
  const out = new Sink(content.end - content.position + 64);
  out.u32(content.u32() + items.length);
  out.append(content.bytes.subarray(content.position, content.end));
  for (const item of items) out.append(Uint8Array.from(item));
  return out;
}

function leb(value: number): number[] {
  const out = new Sink(8);
  out.u32(value);
  return [...out.view()];
}

/** Takes what `units` leave on the stack from the fuel. */
function charge(fuel: number, units: readonly number[]): Uint8Array {
  const get = [OP.globalGet, ...leb(fuel)];
  const isSpent = [...get, OP.i32Const, 0, OP.i32LtS];
  return Uint8Array.from([
    ...[...get, ...units, OP.i32Sub, OP.globalSet, ...leb(fuel)],
    ...[...isSpent, OP.if, TYPE_EMPTY, OP.unreachable, OP.end],
  ]);
}

function boundCode(content: Cursor, module: Module): Sink {
  const { importedFunctions, functions, globals } = module;
  const out = new Sink((content.end - content.position) * 2);
  const body = new Sink(4096);
  const parts: Parts = {
    unit: charge(globals, [OP.i32Const, 1]),
    payForBytes: Uint8Array.from([OP.call, ...leb(importedFunctions + functions)]),
  };
  out.u32(content.u32() + 1);
  while (!content.done) {
    body.clear();
    boundFunction(content.take(content.u32()), body, parts);
    writeBody(out, body.view());
  }
  const length = [OP.localGet, 0];
  const shifted = [...length, OP.i32Const, BYTES_PER_UNIT_LOG2, OP_I32_SHR_U];
  writeBody(out, Uint8Array.from([0, ...charge(globals, shifted), ...length, OP.end]));
  return out;
}

function writeBody(out: Sink, body: Uint8Array): void {
  out.u32(body.length);
  out.append(body);
}

interface Parts {
  readonly unit: Uint8Array;
  /** Calls the function that takes a number of bytes, pays for them and gives it back. */
  readonly payForBytes: Uint8Array;
}

function boundFunction(cursor: Cursor, out: Sink, { unit, payForBytes }: Parts): void {
  const { bytes } = cursor;
  let copied = cursor.position;
  for (let groups = cursor.u32(); groups > 0; groups--) {
    cursor.u32();
    cursor.valueType();
  }
  const insert = (position: number, code: Uint8Array) => {
    out.append(bytes.subarray(copied, position));
    out.append(code);
    copied = position;
  };
  insert(cursor.position, unit);
  for (let before: number = OP.end; !cursor.done; ) {
    const position = cursor.position;
    const opcode = cursor.u8();
    if (opcode === OP.prefixFc && isBulk(bytes[cursor.position] as number)) {
      // A number that stands in the text bounds the work by itself.
      if (before !== OP.i32Const) insert(position, payForBytes);
      skipBulk(cursor);
    } else {
      skipImmediates(opcode, cursor);
    }
    if (opcode === OP.loop) insert(cursor.position, unit);
    before = opcode;
  }
  insert(cursor.end, new Uint8Array());
}

function isBulk(operation: number): boolean {
  return operation === MEMORY_OP.init || operation === MEMORY_OP.copy || operation === MEMORY_OP.fill;
}

function skipBulk(cursor: Cursor): void {
  const operation = cursor.u32();
  cursor.skipLeb();
  if (operation !== MEMORY_OP.fill) cursor.skipLeb();
}
