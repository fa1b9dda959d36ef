import { Cursor, UnsupportedModule } from "./cursor.ts";
import { OP, skipImmediates } from "./opcodes.ts";

export const SECTION = {
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
} as const;

export interface Section {
  readonly id: number;
  /** Where its header starts, and its content. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

export interface FunctionType {
  readonly params: number;
  readonly results: readonly number[];
}

/** What the meter needs to know of a module. Function indexes count imported functions first, as in the module. */
export interface ModuleLayout {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly FunctionType[];
  /** Their names. */
  readonly importedFunctions: readonly string[];
  /** The least size of the memory that it imports, in pages. */
  readonly memoryPages: number;
  /** The type index of each function that the module defines. */
  readonly functionTypes: readonly number[];
  readonly globals: number;
  /** The indexes of those that the module defines and may change. */
  readonly mutableGlobals: readonly number[];
  /** Functions that a table holds: what an indirect call can reach. */
  readonly tableFunctions: readonly number[];
  /** Each defined function's body, its size field left out. */
  readonly bodies: readonly { readonly start: number; readonly end: number }[];
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const FUNCTION_TYPE = 0x60;

/** @throws UnsupportedModule */
export function readModule(bytes: Uint8Array): ModuleLayout {
  if (bytes.length < HEADER.length || HEADER.some((byte, i) => bytes[i] !== byte)) {
    throw new UnsupportedModule("not a WebAssembly module (version 1)", 0);
  }
  const sections = readSections(bytes);
  const find = (id: number): Cursor => {
    const section = sections.find((candidate) => candidate.id === id);
    return section === undefined ? new Cursor(bytes, 0, 0) : new Cursor(bytes, section.content, section.end);
  };
  const items = <T>(id: number, read: (cursor: Cursor) => T): T[] => {
    const cursor = find(id);
    const found = cursor.done ? [] : vector(cursor, read);
    if (!cursor.done) throw new UnsupportedModule("bytes behind a section's end", cursor.position);
    return found;
  };
  const imported = readImports(items);
  const functionTypes = items(SECTION.function, (cursor) => cursor.u32());
  const bodies = items(SECTION.code, (cursor) => {
    const body = cursor.take(cursor.u32());
    return { start: body.position, end: body.end };
  });
  if (bodies.length !== functionTypes.length) throw new UnsupportedModule("functions without bodies", 0);
  const ownMemory = find(SECTION.memory);
  if (!ownMemory.done && ownMemory.u32() > 0) {
    throw new UnsupportedModule("a memory of its own, which no limit would hold for,", ownMemory.position);
  }
  const mutable = items(SECTION.global, readGlobal);
  return {
    bytes,
    sections,
    types: items(SECTION.type, readType),
    importedFunctions: imported.functions,
    memoryPages: imported.memoryPages,
    functionTypes,
    globals: imported.globals + mutable.length,
    mutableGlobals: mutable.flatMap((changes, index) => (changes ? imported.globals + index : [])),
    tableFunctions: items(SECTION.element, readElement).flat(),
    bodies,
  };
}

function readSections(bytes: Uint8Array): Section[] {
  const sections: Section[] = [];
  const cursor = new Cursor(bytes, HEADER.length);
  while (!cursor.done) {
    const start = cursor.position;
    const id = cursor.u8();
    const content = cursor.take(cursor.u32());
    sections.push({ id, start, content: content.position, end: content.end });
  }
  return sections;
}

function vector<T>(cursor: Cursor, read: (cursor: Cursor) => T): T[] {
  const items: T[] = [];
  for (let count = cursor.u32(); count > 0; count--) items.push(read(cursor));
  return items;
}

function readType(cursor: Cursor): FunctionType {
  if (cursor.u8() !== FUNCTION_TYPE) throw new UnsupportedModule("unknown kind of type", cursor.position);
  const params = vector(cursor, (inner) => inner.valueType());
  const results = vector(cursor, (inner) => inner.valueType());
  return { params: params.length, results };
}

/** @returns the minimum */
function readLimits(cursor: Cursor): number {
  const flags = cursor.u8();
  if (flags > 1) throw new UnsupportedModule("shared or 64-bit memory is not supported", cursor.position);
  const minimum = cursor.u32();
  if (flags === 1) cursor.skipLeb();
  return minimum;
}

interface Imports {
  readonly functions: string[];
  globals: number;
  memoryPages: number;
}

function readImports(items: (id: number, read: (cursor: Cursor) => void) => void): Imports {
  const found: Imports = { functions: [], globals: 0, memoryPages: 0 };
  items(SECTION.import, (cursor) => {
    cursor.name();
    const name = cursor.name();
    const kind = cursor.u8();
    switch (kind) {
      case 0:
        cursor.skipLeb();
        found.functions.push(name);
        return;
      case 1:
        cursor.skip(1);
        readLimits(cursor);
        return;
      case 2:
        found.memoryPages = readLimits(cursor);
        return;
      case 3:
        cursor.valueType();
        cursor.skip(1);
        found.globals++;
        return;
      default:
        throw new UnsupportedModule("unknown kind of import", cursor.position);
    }
  });
  return found;
}

/** @returns whether it may be changed */
function readGlobal(cursor: Cursor): boolean {
  cursor.valueType();
  const mutable = cursor.u8() === 1;
  for (let opcode = cursor.u8(); opcode !== OP.end; opcode = cursor.u8()) skipImmediates(opcode, cursor);
  return mutable;
}

/** An active segment of table 0 that lists function indexes, which is the only kind that OPA's linker makes. */
function readElement(cursor: Cursor): number[] {
  if (cursor.u32() !== 0) throw new UnsupportedModule("this kind of element segment is not supported", cursor.position);
  const opcode = cursor.u8();
  if (opcode !== 0x41) throw new UnsupportedModule("element offset is not a constant", cursor.position);
  cursor.skipLeb();
  if (cursor.u8() !== 0x0b) throw new UnsupportedModule("element offset is not a constant", cursor.position);
  return vector(cursor, (inner) => inner.u32());
}
