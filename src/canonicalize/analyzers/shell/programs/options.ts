import type { OptionSpec, ProgramSpec } from "../spec.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** The subcommands of a program whose table is split over several files. */
export type Subcommands = NonNullable<ProgramSpec["subcommands"]>;

/** What nearly every program understands. `--version` is no promise: to some it is the version of what they install. */
export const HELP: Options = { "--help": { harmless: true }, "--version": "" };

/** For programs whose `-h` is help and not something else. */
export const SHORT_HELP: Options = { "-h --help": { harmless: true }, "--version": "" };

/** Numbers as options, e.g. `-20`: each of the digits is a flag. */
export const DIGITS = "-0 -1 -2 -3 -4 -5 -6 -7 -8 -9";

/** Shows something about the system and can do nothing else. */
export const SHOWS: ProgramSpec = { lenient: true, operands: "text*", output: "facts" };

/** Subcommands that do the same; `names` is their names with spaces between. */
export function each(names: string, spec: ProgramSpec): Subcommands {
  return Object.fromEntries(names.split(" ").map((name) => [name, spec]));
}
