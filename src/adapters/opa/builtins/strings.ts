import { type BuiltinContext, BuiltinError, type Builtins, intArg, isArray, stringArg, stringsArg } from "./builtin.ts";
import { FUEL_PER_STEP } from "./limits.ts";
import { Num, SetValue, type Value } from "./value.ts";

export const STRINGS: Builtins = {
  indexof_n: (args) => indexes(stringArg(args, 0), stringArg(args, 1)).map(Num.of),
  "strings.any_prefix_match": (args, context) => anyMatch(args, context, (text, base) => text.startsWith(base)),
  "strings.any_suffix_match": (args, context) => anyMatch(args, context, (text, base) => text.endsWith(base)),
  "strings.count": (args) => Num.of(count(stringArg(args, 0), stringArg(args, 1))),
  "strings.split_n": (args) => splitN(stringArg(args, 0), stringArg(args, 1), intArg(args, 2)),
};

/** Where a text stands in another, in code points; overlaps count. */
function indexes(base: string, search: string): number[] {
  if (search === "") throw new BuiltinError("empty search character");
  const found: number[] = [];
  let codePoints = 0;
  let counted = 0;
  for (let at = base.indexOf(search); at !== -1; at = base.indexOf(search, at + 1)) {
    codePoints += [...base.slice(counted, at)].length;
    counted = at;
    found.push(codePoints);
  }
  return found;
}

function anyMatch(
  args: readonly Value[],
  { spend }: BuiltinContext,
  matches: (text: string, base: string) => boolean,
): boolean {
  const [texts, bases] = [textsArg(args, 0), textsArg(args, 1)];
  spend((FUEL_PER_STEP * texts.length * bases.length) / 10);
  return texts.some((text) => bases.some((base) => matches(text, base)));
}

/** A string, or an array or a set of them. */
function textsArg(args: readonly Value[], at: number): readonly string[] {
  const value = args[at];
  if (typeof value === "string") return [value];
  if (value instanceof SetValue || isArray(value)) return stringsArg(args, at);
  throw new BuiltinError(`operand ${at + 1} must be a string, a set or an array`);
}

/** Go's strings.Count: an empty text stands before, between and after all code points. */
function count(text: string, search: string): number {
  return search === "" ? [...text].length + 1 : text.split(search).length - 1;
}

/** The first n parts; with a negative n, the last ones. */
function splitN(text: string, delimiter: string, n: bigint): string[] {
  const parts = delimiter === "" ? [...text] : text.split(delimiter);
  if (n < 0n) return parts.slice(Math.max(parts.length + Number(n), 0));
  return parts.slice(0, Number(n));
}
