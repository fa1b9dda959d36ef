/** Writes WebAssembly by hand (core specification 5.5), for modules that OPA's compiler does not make. */

export const I32 = 0x7f;

export interface WrittenFunction {
  readonly params: number;
  /** How many i32 it returns. */
  readonly results: number;
  readonly locals: number;
  /** Its instructions, without the closing `end`. */
  readonly code: readonly number[];
  /** Type of its locals where they are not i32. */
  readonly localType?: number;
}

export interface WrittenModule {
  readonly functions: readonly WrittenFunction[];
  /** Functions that an indirect call can reach. */
  readonly table?: readonly number[];
  /** Flags of the limits of the imported memory. */
  readonly memoryFlags?: number;
  /** Whole sections to put in, by id. */
  readonly sections?: Readonly<Record<number, readonly number[]>>;
}

export function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value >>> 0; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** `i32.const`, which takes a signed LEB128. */
export function i32(value: number): number[] {
  const bytes = [0x41];
  for (let rest = value | 0; ; rest >>= 7) {
    if (rest >= -64 && rest <= 63) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const vector = (items: readonly (readonly number[])[]) => [...leb(items.length), ...items.flat()];
const sized = (bytes: readonly number[]) => [...leb(bytes.length), ...bytes];
const name = (text: string) => sized([...Buffer.from(text)]);

/** A module that imports a memory (`env.memory`), has one global, and exports function 0 as `main`. */
export function writeModule({ functions, table = [], memoryFlags = 0, sections = {} }: WrittenModule): Uint8Array {
  const types = functions.map(({ params, results }) => [
    0x60,
    ...vector(Array(params).fill([I32])),
    ...vector(Array(results).fill([I32])),
  ]);
  const codes = functions.map(({ locals, code, localType = I32 }) =>
    sized([...vector(locals > 0 ? [[...leb(locals), localType]] : []), ...code, 0x0b]),
  );
  const parts: Record<number, readonly number[]> = {
    1: vector(types),
    2: vector([[...name("env"), ...name("memory"), 2, memoryFlags, 1, ...(memoryFlags === 0 ? [] : [1])]]),
    3: vector(functions.map((_, index) => leb(index))),
    ...(table.length > 0 ? { 4: vector([[0x70, 0, ...leb(table.length)]]) } : {}),
    6: vector([[I32, 1, ...i32(0), 0x0b]]),
    7: vector([[...name("main"), 0, 0]]),
    ...(table.length > 0 ? { 9: vector([[0, ...i32(0), 0x0b, ...vector(table.map(leb))]]) } : {}),
    10: vector(codes),
    ...sections,
  };
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const ids = Object.keys(parts).map(Number);
  const body = ids.sort((a, b) => a - b).flatMap((id) => [id, ...sized(parts[id] as readonly number[])]);
  return Uint8Array.from([...header, ...body]);
}
