import { posix } from "node:path";
import { parse } from "unbash";
import { setVariable } from "./assign.ts";
import { factOf } from "./files.ts";
import { foldOutput } from "./fold.ts";
import { defineFunction } from "./functions.ts";
import { runShellText } from "./interpret.ts";
import { MAX_ALTERNATIVES } from "./limits.ts";
import { type Invocation, readArguments } from "./options.ts";
import { keepOpen } from "./redirect.ts";
import type { ProgramSpec } from "./spec.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { runSubscripts } from "./substitutions.ts";
import { isKnown, literal, unknownValue, type Value } from "./value.ts";

type Builtin = (call: Invocation, args: readonly Value[], run: Run, content: Content) => Content | undefined;

const UNKNOWN: readonly Value[] = [unknownValue("computed")];

/** What builtins change in the shell that runs them, beside what their entries in the table say: bash(1). */
const BUILTINS: Readonly<Record<string, Builtin>> = {
  alias: ({ operands }, _, run) => {
    for (const value of operands) defineAlias(value, run);
    return undefined;
  },
  declare: declareNames,
  exec: ({ operands }, _, run) => {
    if (operands.length === 0) keepOpen(run);
    return undefined;
  },
  getopts: ({ operands: [, name] }, _, run) => {
    if (name !== undefined) set(name.text, UNKNOWN, run);
    return undefined;
  },
  let: ({ operands }, _, run) => {
    for (const { text } of operands) {
      const name = /^\s*([A-Za-z_]\w*)/.exec(text)?.[1];
      if (name !== undefined) set(name, [{ text: "0", unknown: "free" }], run);
    }
    return undefined;
  },
  // No builtin, but what follows sees its effect in the same way.
  ln: ({ operands, options }, _, run) => {
    if (options.some(({ name }) => ["-s", "--symbolic"].includes(name))) noteLink(operands, run);
    return undefined;
  },
  local: declareNames,
  mapfile: readNames,
  // Where it leads was said when the folder was put on the stack.
  popd: (_, __, run) => {
    run.frame.cwd = undefined;
    return undefined;
  },
  printf: (call, _, run, content) => {
    const name = optionValue(call, "-v");
    if (name === undefined) return undefined;
    const text = content.text ?? foldOutput("printf", call, run)?.text;
    set(name.text, text === undefined ? UNKNOWN : [literal(text)], run);
    return EMPTY;
  },
  read: readNames,
  readarray: readNames,
  readonly: declareNames,
  set: (_, args, run) => {
    const operands = positionalOf(args);
    if (operands !== undefined)
      run.frame.positional = run.maybe ? operands.map(() => unknownValue("computed")) : operands;
    return undefined;
  },
  shift: ({ operands: [count] }, _, run) => {
    const { positional } = run.frame;
    run.frame.positional = run.maybe
      ? positional.map(() => unknownValue("computed"))
      : positional.slice(Number(count?.text ?? 1) || 1);
    return undefined;
  },
  typeset: declareNames,
  unset: ({ operands }, _, run) => {
    for (const { text } of operands) if (run.frame.functions.has(text)) run.frame.doubtful.add(text);
    return undefined;
  },
};

/** Builtins that evaluate the subscripts of the names that they are given. */
const EVALUATES = new Set([
  "declare",
  "let",
  "local",
  "printf",
  "read",
  "readonly",
  "test",
  "[",
  "typeset",
  "unset",
  "wait",
]);

/** @returns what is printed: `content`, unless the builtin puts it elsewhere */
export function afterBuiltin(
  program: string,
  spec: ProgramSpec,
  args: readonly Value[],
  content: Content,
  run: Run,
): Content {
  if (EVALUATES.has(program)) for (const { text } of args) runSubscripts(text, run);
  const builtin = Object.hasOwn(BUILTINS, program) ? BUILTINS[program] : undefined;
  if (builtin === undefined) return content;
  return builtin(readArguments(args, spec, Number.POSITIVE_INFINITY), args, run, content) ?? content;
}

function noteLink(operands: readonly Value[], run: Run): void {
  const [target, link] = operands;
  if (target === undefined || !isKnown(target)) return;
  const name = posix.basename(target.text);
  const links = link === undefined ? [literal(name)] : [link, { ...link, text: `${link.text}/${name}` }];
  const to = factOf(target, run).path.replace(/\/$/, "");
  for (const value of links) run.frame.links.set(factOf(value, run).path, to);
}

function optionValue({ options }: Invocation, option: string): Value | undefined {
  return options.findLast(({ name }) => name === option)?.value;
}

function set(name: string, values: readonly Value[], run: Run): void {
  setVariable(name, values, run, true);
}

/** `declare -n name=other` gives the variable of another name. */
function declareNames(call: Invocation, _: readonly Value[], run: Run): undefined {
  if (!call.options.some(({ name }) => name === "-n")) return;
  for (const { text } of call.operands) set(text.replace(/=.*$/s, ""), UNKNOWN, run);
}

/** What `read` and `mapfile` put into variables. */
function readNames(call: Invocation, _: readonly Value[], run: Run): undefined {
  const list = optionValue(call, "-a");
  const names = list === undefined ? call.operands : [list];
  const { stdin } = run;
  const changed = call.options.some(({ name }) => ["-d", "-n", "-N", "-k"].includes(name)) || names.length > 1;
  const text = changed || stdin.text?.includes("\\") === true ? undefined : stdin.text;
  const lines = (list === undefined ? text : text?.replace(/[ \t]+/g, "\n"))?.split("\n").filter((line) => line !== "");
  const known = stdin.names ?? lines?.map(literal);
  const worked = known === undefined || known.length === 0 || known.length > MAX_ALTERNATIVES;
  const kind =
    stdin.kind === "content" || stdin.text !== undefined ? "computed" : stdin.kind === "names" ? "names" : "free";
  const values = worked ? [unknownValue(kind, stdin.sources)] : known;
  const fallback = call.options.some(({ name }) => name === "-t") && call.operands.length === 0 ? "MAPFILE" : "REPLY";
  for (const name of names.length === 0 ? [literal(fallback), literal("MAPFILE")] : names) set(name.text, values, run);
}

/** The arguments of `set` that become `$1` and so on; undefined where it only sets options. */
function positionalOf(args: readonly Value[]): readonly Value[] | undefined {
  const end = args.findIndex(({ text }) => text === "--");
  if (end >= 0) return args.slice(end + 1);
  const first = args.findIndex(({ text }) => !/^[-+]/.test(text));
  if (first < 0) return undefined;
  // The name of an option follows `-o`.
  const named = first > 0 && /^[-+][A-Za-z]*o$/.test(args[first - 1]?.text ?? "");
  const from = named ? first + 1 : first;
  return from >= args.length ? undefined : args.slice(from);
}

/** An alias is text in front of what follows it. Scripts do not expand them unless they say so: the program may run too. */
function defineAlias(value: Value, run: Run): void {
  const equals = value.text.indexOf("=");
  if (equals <= 0) return;
  const name = value.text.slice(0, equals);
  const text = value.text.slice(equals + 1);
  if (!isKnown(value)) {
    runShellText({ ...value, text }, run);
    return;
  }
  // A blank at its end has the next word looked up as an alias.
  if (/[ \t]$/.test(text)) run.collector.worsen("partial");
  const script = parse(`${text} "$@"`);
  if (script.errors !== undefined && script.errors.length > 0) run.collector.worsen("partial");
  defineFunction(name, script.commands, run);
  run.frame.doubtful.add(name);
}
