import { canonicalNumber, compareNumbers, parseDecimal } from "./decimal.ts";

/** What crosses the boundary between a policy and a builtin: Rego's values. */
export type Value = null | boolean | string | Num | readonly Value[] | SetValue | ObjectValue;

const MAX_INT64 = 2n ** 63n - 1n;
const INT64 = /^[+-]?\d*\.?0*$/;
const MAX_INT64_CHARACTERS = 19;

/** A number as its exact decimal text: JavaScript would round it. */
export class Num {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  static of(value: number | bigint): Num {
    return new Num(String(value));
  }

  /** As Go's 64-bit integer; `1.0` is one, `1e3` is none. */
  get int64(): bigint | undefined {
    const { text } = this;
    const digits = /^[+-]/.test(text) ? text.length - 1 : text.length;
    if (digits === 0 || digits > MAX_INT64_CHARACTERS || !INT64.test(text)) return undefined;
    const value = BigInt(text.replace(/^\+/, "").replace(/\..*$/, "") || "0");
    return value <= MAX_INT64 && value >= -MAX_INT64 - 1n ? value : undefined;
  }

  /** Its exact value when that is an integer, in whatever notation. */
  get integer(): bigint | undefined {
    const decimal = parseDecimal(this.text);
    if (decimal === undefined || decimal.exponent < 0 || decimal.exponent > MAX_INTEGER_ZEROS) return undefined;
    return decimal.mantissa * 10n ** BigInt(decimal.exponent);
  }
}

/** An integer with more zeros than this is no number that a policy counts with. */
const MAX_INTEGER_ZEROS = 10_000;

/** A set; its elements are in OPA's order. */
export class SetValue {
  readonly #byKey: ReadonlyMap<string, Value>;
  #sorted: readonly Value[] | undefined;

  constructor(elements: Iterable<Value>) {
    const byKey = new Map<string, Value>();
    for (const element of elements) {
      const key = keyOf(element);
      if (!byKey.has(key)) byKey.set(key, element);
    }
    this.#byKey = byKey;
  }

  get size(): number {
    return this.#byKey.size;
  }

  has(value: Value): boolean {
    return this.#byKey.has(keyOf(value));
  }

  get elements(): readonly Value[] {
    this.#sorted ??= [...this.#byKey.values()].sort(compare);
    return this.#sorted;
  }
}

export type Entry = readonly [key: Value, value: Value];

/** An object, whose keys may be any value; its entries are in OPA's order. Of equal keys the last one counts. */
export class ObjectValue {
  readonly #byKey: ReadonlyMap<string, Entry>;
  #sorted: readonly Entry[] | undefined;

  constructor(entries: Iterable<Entry>) {
    const byKey = new Map<string, Entry>();
    for (const entry of entries) byKey.set(keyOf(entry[0]), entry);
    this.#byKey = byKey;
  }

  static of(record: Readonly<Record<string, Value>>): ObjectValue {
    return new ObjectValue(Object.entries(record));
  }

  get size(): number {
    return this.#byKey.size;
  }

  has(key: Value): boolean {
    return this.#byKey.has(keyOf(key));
  }

  get(key: Value): Value | undefined {
    return this.#byKey.get(keyOf(key))?.[1];
  }

  get entries(): readonly Entry[] {
    this.#sorted ??= [...this.#byKey.values()].sort(([a], [b]) => compare(a, b));
    return this.#sorted;
  }
}

/** The same text for equal values, and for no others. */
function keyOf(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Num) return canonicalNumber(value.text);
  if (value instanceof SetValue) return `<${value.elements.map(keyOf).join()}>`;
  if (value instanceof ObjectValue) return `{${value.entries.map(([k, v]) => `${keyOf(k)}:${keyOf(v)}`).join()}}`;
  return `[${value.map(keyOf).join()}]`;
}

/** Rego's name of the value's type. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "string" || typeof value === "boolean") return typeof value;
  if (value instanceof Num) return "number";
  if (value instanceof SetValue) return "set";
  return value instanceof ObjectValue ? "object" : "array";
}

const TYPE_ORDER = ["null", "boolean", "number", "string", "array", "object", "set"];

/** OPA's order of all values (ast.Compare). */
export function compare(a: Value, b: Value): number {
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (a instanceof Num && b instanceof Num) return compareNumbers(a.text, b.text);
  const types = TYPE_ORDER.indexOf(typeName(a)) - TYPE_ORDER.indexOf(typeName(b));
  if (types !== 0 || a === null) return Math.sign(types);
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (a instanceof SetValue) return compareLists(a.elements, (b as SetValue).elements);
  if (a instanceof ObjectValue) return compareLists(a.entries.flat(), (b as ObjectValue).entries.flat());
  return compareLists(a as readonly Value[], b as readonly Value[]);
}

/** By UTF-8, where JavaScript compares by UTF-16. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    // Surrogates stand for code points above all others.
    const high = Number(x >= 0xd800 && x <= 0xdfff) - Number(y >= 0xd800 && y <= 0xdfff);
    return high === 0 ? Math.sign(x - y) : high;
  }
  return Math.sign(a.length - b.length);
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = compare(a[at] as Value, b[at] as Value);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

export function equal(a: Value, b: Value): boolean {
  return compare(a, b) === 0;
}
