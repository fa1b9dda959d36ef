import { Num, ObjectValue, SetValue, typeName, type Value } from "./value.ts";

/** What an evaluation lends to a builtin. */
export interface BuiltinContext {
  /** Pays for work that grows faster than arguments and result, in units of fuel. @throws when there is no more */
  readonly spend: (units: number) => void;
  /** What the evaluation may still pay, in units of fuel. */
  readonly fuelLeft: () => number;
  /** The time of the evaluation in nanoseconds since 1970; absent where policies are pure. */
  readonly nowNs?: bigint;
}

/**
 * A builtin: a pure function of its arguments. Undefined, or a BuiltinError, makes the expression that called it undefined.
 *
 * @throws BuiltinError
 */
export type Builtin = (args: readonly Value[], context: BuiltinContext) => Value | undefined;

/** A family of builtins, by the names that policies call them. */
export type Builtins = Readonly<Record<string, Builtin>>;

/** The builtin has no result for these arguments. */
export class BuiltinError extends Error {
  override readonly name = "BuiltinError";
}

export function stringArg(args: readonly Value[], at: number): string {
  const value = args[at];
  if (typeof value !== "string") throw badArg(args, at, "a string");
  return value;
}

export function numberArg(args: readonly Value[], at: number): Num {
  const value = args[at];
  if (!(value instanceof Num)) throw badArg(args, at, "a number");
  return value;
}

/** A 64-bit integer. */
export function intArg(args: readonly Value[], at: number): bigint {
  const value = numberArg(args, at).int64;
  if (value === undefined) throw badArg(args, at, "an integer");
  return value;
}

export function objectArg(args: readonly Value[], at: number): ObjectValue {
  const value = args[at];
  if (!(value instanceof ObjectValue)) throw badArg(args, at, "an object");
  return value;
}

export function arrayArg(args: readonly Value[], at: number): readonly Value[] {
  const value = args[at];
  if (!isArray(value)) throw badArg(args, at, "an array");
  return value;
}

/** The elements of an array or a set. */
export function listArg(args: readonly Value[], at: number): readonly Value[] {
  const value = args[at];
  if (value instanceof SetValue) return value.elements;
  if (!isArray(value)) throw badArg(args, at, "an array or a set");
  return value;
}

/** The elements of an array or a set of strings. */
export function stringsArg(args: readonly Value[], at: number): readonly string[] {
  return listArg(args, at).map((element) => {
    if (typeof element !== "string") throw badArg(args, at, "strings only");
    return element;
  });
}

export function isArray(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function badArg(args: readonly Value[], at: number, wanted: string): BuiltinError {
  return new BuiltinError(`operand ${at + 1} must be ${wanted} but is ${typeName(args[at] ?? null)}`);
}
