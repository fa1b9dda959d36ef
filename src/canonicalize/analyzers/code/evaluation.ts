import type { Library } from "./library.ts";
import { MAX_FOLDED_CHARS, MAX_FOLDED_TOTAL, MAX_VALUES } from "./limits.ts";
import type { Argument, Expression, Program } from "./program.ts";
import { HOLE, text, UNKNOWN_VALUES, type Value, type Values } from "./value.ts";

/** What differs between languages when names and members are looked up. */
export interface Dialect {
  readonly language: "python" | "javascript";
  /** Objects whose members are the global names. */
  readonly globals: ReadonlySet<string>;
  /** Objects whose items are modules by name. */
  readonly modules: ReadonlySet<string>;
  /** Objects that hold the variables of the environment. */
  readonly environments: ReadonlySet<string>;
}

/** The arguments of one call, as far as they are known. */
export interface Arguments {
  readonly positional: readonly Values[];
  readonly named: ReadonlyMap<string, Values>;
  /** Whether there may be more than these. */
  readonly open: boolean;
}

export const ANY_ARGUMENTS: Arguments = { positional: [], named: new Map(), open: true };

/** What the evaluation of a program shares. */
export interface Evaluation {
  readonly program: Program;
  readonly library: Library;
  readonly dialect: Dialect;
  /** Where the program runs, for what asks for it. */
  readonly cwd: string | undefined;
  values(expression: Expression): Values;
  arguments(list: readonly Argument[]): Arguments;
  /** What calling it gives. */
  apply(callee: Value, args: Arguments, construct: boolean): Values;
  /** A text that was put together, or an unknown one where it is too long. */
  folded(value: string, decoded?: boolean): Value;
}

/** Keeps what is put together within bounds. */
export class FoldBudget {
  #left = MAX_FOLDED_TOTAL;

  folded(value: string, decoded: boolean): Value {
    this.#left -= value.length;
    const kept = value.length > MAX_FOLDED_CHARS || this.#left < 0 ? HOLE : value;
    return decoded ? { kind: "text", text: kept, decoded: true } : text(kept);
  }
}

function keyOf(value: Value): string | undefined {
  switch (value.kind) {
    case "text":
      return `t${value.decoded === true ? "d" : ""}${value.text}`;
    case "number":
      return `n${value.value}`;
    case "library":
      return `l${value.name}`;
    case "object":
      return `o${value.type} ${value.text ?? ""}`;
    case "data":
      return value.decoded === true ? "dd" : "d";
    case "none":
    case "unknown":
      return value.kind;
    default:
      return undefined;
  }
}

/** All of them once; one unknown value where they are too many. */
export function union(all: readonly Values[]): Values {
  if (all.length === 1) return all[0] as Values;
  const seen = new Set<unknown>();
  const values: Value[] = [];
  for (const value of all.flat()) {
    const key = keyOf(value) ?? value;
    if (seen.has(key)) continue;
    seen.add(key);
    values.push(value);
    if (values.length > MAX_VALUES) return UNKNOWN_VALUES;
  }
  return values.length === 0 ? UNKNOWN_VALUES : values;
}

/** Every combination of one value each, or undefined where they are too many. */
export function combinations(lists: readonly Values[]): readonly (readonly Value[])[] | undefined {
  let rows: Value[][] = [[]];
  for (const values of lists) {
    if (rows.length * values.length > MAX_VALUES) return undefined;
    const [only, more] = values;
    if (only !== undefined && more === undefined) for (const row of rows) row.push(only);
    else rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows;
}

/** Whether something that acts could be in it. */
export function isPowerful(value: Value, library: Library): boolean {
  switch (value.kind) {
    case "library": {
      const known = library.find(value.name);
      return known === undefined || known.deeds.length > 0 || known.dynamic || library.isModule(value.name);
    }
    case "list":
      return value.items.some((item) => item.some((one) => isPowerful(one, library)));
    case "dictionary":
      return [...value.entries.values()].some((item) => item.some((one) => isPowerful(one, library)));
    case "object":
      return library.typeActs(value.type);
    case "unknown":
      return true;
    default:
      return false;
  }
}
