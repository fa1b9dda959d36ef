import { Cursor } from "./cursor.ts";
import type { ModuleLayout } from "./module.ts";

const GLOBAL_SECTION = 6;
const DATA_SECTION = 11;
const I32_CONST = 0x41;
const END = 0x0b;

/** A range of addresses. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Segment extends Range {
  readonly zero: boolean;
}

/** What OPA's linker makes: constants, variables, variables that start as zero, the policy's strings, the table of its rules. */
const SEGMENTS = 5;

/**
 * Where a policy's C and C++ code keeps its variables. Below them are the stack and constants, above them what OPA's compiler
 * writes for the policy and nobody changes.
 *
 * @returns undefined where the module is not laid out as OPA's compiler does it: then all of it counts as variable
 */
export function variablesOf(layout: ModuleLayout): Range | undefined {
  const stackTop = firstGlobal(layout);
  const [constants, data, zeros, strings, ...more] = readSegments(layout) ?? [];
  if (constants === undefined || data === undefined || zeros === undefined || strings === undefined) return undefined;
  const ordered = constants.end <= data.start && data.end <= zeros.start && zeros.end === strings.start;
  if (!ordered || !zeros.zero || more.length !== SEGMENTS - 4 || constants.start !== stackTop) return undefined;
  return { start: constants.end, end: strings.start };
}

/** The stack pointer's first value: the stack grows downwards from the constants. */
function firstGlobal({ bytes, sections }: ModuleLayout): number | undefined {
  const section = sections.find(({ id }) => id === GLOBAL_SECTION);
  if (section === undefined) return undefined;
  const cursor = new Cursor(bytes, section.content, section.end);
  if (cursor.u32() === 0) return undefined;
  cursor.skip(2);
  return constant(cursor);
}

function readSegments({ bytes, sections }: ModuleLayout): Segment[] | undefined {
  const section = sections.find(({ id }) => id === DATA_SECTION);
  if (section === undefined) return undefined;
  const cursor = new Cursor(bytes, section.content, section.end);
  const segments: Segment[] = [];
  for (let count = cursor.u32(); count > 0; count--) {
    const start = cursor.u32() === 0 ? constant(cursor) : undefined;
    if (start === undefined) return undefined;
    const content = cursor.take(cursor.u32());
    const filled = bytes.subarray(content.position, content.end);
    segments.push({ start, end: start + filled.length, zero: filled.every((byte) => byte === 0) });
  }
  return segments;
}

/** An address as a constant expression (signed LEB128; addresses of statics are far below 2^31). */
function constant(cursor: Cursor): number | undefined {
  if (cursor.u8() !== I32_CONST) return undefined;
  const value = cursor.u32();
  return cursor.u8() === END ? value : undefined;
}
