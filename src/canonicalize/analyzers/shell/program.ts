import { applyOperands, applyOptions } from "./arguments.ts";
import { runConventional } from "./conventional.ts";
import { does, holds, isRecursive, noteSearch, signal } from "./deeds.ts";
import { GRAMMARS } from "./grammars/index.ts";
import { type Io, newIo } from "./io.ts";
import { operandPattern } from "./operands.ts";
import { type Invocation, readArguments, takesValue } from "./options.ts";
import { finish } from "./output.ts";
import { applyRole } from "./roles.ts";
import type { OptionSpec, ProgramSpec, RuleSpec } from "./spec.ts";
import { type Content, childFrame, EMPTY, type Run } from "./state.ts";
import type { Value } from "./value.ts";

/** One call of a program that the table has; what it prints. */
export function runProgram(
  program: string,
  spec: ProgramSpec,
  args: readonly Value[],
  run: Run,
  outer: readonly ProgramSpec[],
): Content {
  if (args.length === 1 && (args[0]?.text === "--help" || args[0]?.text === "--version"))
    return { ...EMPTY, kind: "facts" };
  if (spec.grammar !== undefined) return GRAMMARS[spec.grammar](program, args, run);
  const branching = spec.subcommands !== undefined || spec.conventional !== undefined;
  const pattern = operandPattern(spec.operands);
  const call = readArguments(args, spec, branching ? 1 : pattern.optionsEnd, outer);
  const sub = branching ? call.operands[0] : undefined;
  const io = newIo();
  if (spec.subcommands !== undefined && sub !== undefined) {
    const found = subcommand(spec, sub.text);
    if (found !== undefined) {
      if (call.unlisted.length > 0 && spec.lenient !== true) run.collector.worsen("partial");
      applyRules(program, rulesOf(spec, call), io, run);
      applyOptions(program, spec, call, io, run);
      return runProgram(program, found, call.operands.slice(1), run, [spec, ...outer]);
    }
  }
  if (spec.conventional !== undefined && sub !== undefined) {
    const all = readArguments(args, spec, Number.POSITIVE_INFINITY, outer);
    if (!all.options.some(({ spec: option }) => isHarmless(option)))
      runConventional(spec.conventional, all.operands, run);
    applyRules(program, rulesOf(spec, all), io, run);
    applyOptions(program, spec, all, io, run);
    return { sources: io.sources, kind: "content" };
  }
  if (spec.subcommands !== undefined && sub !== undefined && spec.operands === undefined) {
    run.collector.worsen("partial");
    run.collector.does("process.exec");
  }
  return applyCall(program, spec, call, io, run);
}

function rulesOf(spec: ProgramSpec, call: Invocation): readonly RuleSpec[] {
  return (spec.rules ?? []).filter((rule) => holds(rule, call));
}

function applyRules(program: string, rules: readonly RuleSpec[], io: Io, run: Run): void {
  for (const rule of rules) {
    for (const verb of rule.does ?? []) does(verb, program, io, run);
    for (const code of rule.signals ?? []) signal(code, program, io, run);
  }
}

function subcommand(spec: ProgramSpec, name: string): ProgramSpec | undefined {
  const found = Object.hasOwn(spec.subcommands ?? {}, name) ? spec.subcommands?.[name] : undefined;
  return typeof found === "string" ? subcommand(spec, found) : found;
}

function isHarmless(option: OptionSpec): boolean {
  return typeof option === "object" && option.harmless === true;
}

/** A dry run, a listing, help: what it reads, and the names that behaviours have. */
function looksOnly(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): Content {
  for (const { spec: option, value } of call.options) {
    if (typeof option === "object") for (const code of option.signals ?? []) signal(code, program, io, run);
    if (value !== undefined && takesValue(option) === "read") applyRole("read", value, program, spec, io, run);
  }
  return { sources: io.sources, kind: io.sources.length === 0 ? "facts" : "content" };
}

/** Options, operands, rules and standard input of one call, in this order. */
function applyCall(program: string, spec: ProgramSpec, call: Invocation, io: Io, outside: Run): Content {
  // An option that says where to run (`env -C`, `patch -d`) is for this call alone; `cd` takes an operand.
  const moves = call.options.some(({ spec: option }) => takesValue(option) === "chdir");
  const run = moves ? { ...outside, frame: childFrame(outside.frame) } : outside;
  const rules = rulesOf(spec, call);
  const harmless =
    call.options.some(({ spec: option }) => isHarmless(option)) || rules.some((rule) => rule.harmless === true);
  if (call.unlisted.length > 0 && spec.lenient !== true) run.collector.worsen("partial");
  if (harmless) return looksOnly(program, spec, call, io, run);
  const toStdout = call.options.some(({ spec: option }) => typeof option === "object" && option.stdout === true);
  for (const verb of toStdout ? [] : (spec.does ?? [])) does(verb, program, io, run);
  for (const code of spec.signals ?? []) signal(code, program, io, run);
  applyRules(program, rules, io, run);
  io.recursive = isRecursive(spec, call);
  applyOptions(program, spec, call, io, run);
  applyOperands(program, spec, call, io, run);
  noteSearch(program, spec, call, io, run);
  return finish(program, spec, call, io, run);
}
