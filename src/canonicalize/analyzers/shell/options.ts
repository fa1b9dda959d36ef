import type { OptionSpec, ProgramSpec, Role } from "./spec.ts";
import { HOLE, type Value } from "./value.ts";

/** An option that was given, with its value where it takes one. */
export interface GivenOption {
  readonly name: string;
  readonly spec: OptionSpec;
  readonly value?: Value;
}

/** A program's arguments, read as getopt_long(3) does. */
export interface Invocation {
  readonly options: readonly GivenOption[];
  readonly operands: readonly Value[];
  /** Options that the table does not have. */
  readonly unlisted: readonly string[];
}

/** A program's options by name, compiled once. */
export interface OptionTable {
  readonly byName: ReadonlyMap<string, OptionSpec>;
  readonly long: readonly string[];
}

const tables = new WeakMap<ProgramSpec, OptionTable>();

export function optionTable(spec: ProgramSpec): OptionTable {
  const known = tables.get(spec);
  if (known !== undefined) return known;
  const byName = new Map<string, OptionSpec>();
  for (const flag of words(spec.flags)) byName.set(flag, "");
  for (const [names, option] of Object.entries(spec.options ?? {})) {
    for (const name of words(names)) byName.set(name, option);
  }
  const table = { byName, long: [...byName.keys()].filter((name) => name.startsWith("--")) };
  tables.set(spec, table);
  return table;
}

function words(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(/\s+/).filter((word) => word !== "");
}

export function takesValue(option: OptionSpec): Role | undefined {
  return typeof option === "string" ? (option === "" ? undefined : option) : option.value;
}

function isOptional(option: OptionSpec): boolean {
  return typeof option === "object" && option.optional === true;
}

/**
 * Reads options and operands; `stopAt` says after how many operands no more options are read, because what follows is
 * a command of its own. Options of `outer` programs (before a subcommand) are known too.
 */
export function readArguments(
  args: readonly Value[],
  spec: ProgramSpec,
  stopAt: number,
  outer: readonly ProgramSpec[] = [],
): Invocation {
  const found: { options: GivenOption[]; operands: Value[]; unlisted: string[] } = {
    options: [],
    operands: [],
    unlisted: [],
  };
  const lookup = (name: string) => find(name, [spec, ...outer]);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Value;
    const { text } = arg;
    if (found.operands.length >= stopAt) {
      found.operands.push(...args.slice(i));
      break;
    }
    if (text === "--") {
      found.operands.push(...args.slice(i + 1));
      break;
    }
    if (text.length < 2 || (text[0] !== "-" && text[0] !== "+") || text.startsWith(HOLE)) {
      found.operands.push(arg);
      continue;
    }
    i += readOption(arg, args[i + 1], lookup, found);
  }
  return found;
}

type Lookup = (name: string) => readonly [string, OptionSpec] | undefined;

/** @returns how many of the following arguments it took */
function readOption(
  arg: Value,
  next: Value | undefined,
  lookup: Lookup,
  found: { options: GivenOption[]; operands: Value[]; unlisted: string[] },
): number {
  const { text } = arg;
  const equals = text.indexOf("=");
  const name = equals > 0 ? text.slice(0, equals) : text;
  const known = lookup(name);
  if (known !== undefined) return takeWhole(known, arg, equals, next, found);
  if (text.startsWith("+")) {
    found.operands.push(arg);
    return 0;
  }
  if (text.startsWith("--") || /^-\d+$/.test(text)) {
    if (text.startsWith("--")) found.unlisted.push(name);
    return 0;
  }
  return takeBundle(arg, next, lookup, found);
}

function takeWhole(
  [name, spec]: readonly [string, OptionSpec],
  arg: Value,
  equals: number,
  next: Value | undefined,
  found: { options: GivenOption[] },
): number {
  const role = takesValue(spec);
  if (equals > 0) {
    found.options.push({ name, spec, value: { ...arg, text: arg.text.slice(equals + 1) } });
    return 0;
  }
  if (role === undefined || isOptional(spec) || next === undefined) {
    found.options.push({ name, spec });
    return 0;
  }
  found.options.push({ name, spec, value: next });
  return 1;
}

/** `-abc`: flags one by one, until one takes the rest, or the next argument, as its value. */
function takeBundle(
  arg: Value,
  next: Value | undefined,
  lookup: Lookup,
  found: { options: GivenOption[]; unlisted: string[] },
): number {
  const { text } = arg;
  for (let i = 1; i < text.length; i++) {
    const known = lookup(`-${text[i]}`);
    if (known === undefined) {
      // A flag of which nothing is known; the letters behind it still count.
      if (!found.unlisted.includes(text)) found.unlisted.push(text);
      continue;
    }
    const [name, spec] = known;
    if (takesValue(spec) === undefined) {
      found.options.push({ name, spec });
      continue;
    }
    const rest = text.slice(i + 1);
    if (rest !== "" || isOptional(spec) || next === undefined) {
      found.options.push({ name, spec, ...(rest === "" ? {} : { value: { ...arg, text: rest } }) });
      return 0;
    }
    found.options.push({ name, spec, value: next });
    return 1;
  }
  return 0;
}

/** An option of the program is none of its subcommand, and an abbreviation is a guess: neither excuses anything. */
function serious(option: OptionSpec): OptionSpec {
  return typeof option === "string" ? option : { ...option, harmless: false, stdout: false };
}

function find(name: string, specs: readonly ProgramSpec[]): readonly [string, OptionSpec] | undefined {
  for (const [index, spec] of specs.entries()) {
    const option = optionTable(spec).byName.get(name);
    if (option !== undefined) return [name, index === 0 ? option : serious(option)];
  }
  if (!name.startsWith("--") || name.length < 4) return undefined;
  // An abbreviation that fits one long option, or several that mean the same.
  for (const spec of specs) {
    const table = optionTable(spec);
    const long = table.long.filter((candidate) => candidate.startsWith(name));
    const first = long[0];
    if (first !== undefined && long.every((item) => table.byName.get(item) === table.byName.get(first))) {
      return [first, serious(table.byName.get(first) as OptionSpec)];
    }
  }
  return undefined;
}
