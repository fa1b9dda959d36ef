import {
  type OptionSpec,
  type ProgramSpec,
  type ProgramTable,
  ROLES,
  type Role,
} from "../../src/canonicalize/analyzers/shell/spec.ts";
import { SIGNALS } from "../../src/canonicalize/analyzers/signals.ts";
import { VERBS } from "../../src/domain/vocabulary.ts";
import { cpuMs } from "./cpu-time.ts";

const OPTION = /^[-+/][^\s,]*$/;
const WORD = /^[A-Za-z0-9@_.:%+/-][^\s]*$/;
const words = (text: string): string[] => text.split(" ");

/** What is not well formed in a table of programs, one line each with the way to it. */
export function tableProblems(table: ProgramTable, resolvable: ReadonlySet<string> = new Set()): string[] {
  return Object.entries(table).flatMap(([name, spec]) => {
    if (typeof spec !== "string") return specProblems(name, spec);
    return spec in table || resolvable.has(spec) ? [] : [`${name}: no program ${spec}`];
  });
}

/** The names of a table in the order that they should stand in, or undefined when they do. */
export function misplaced(table: ProgramTable): string | undefined {
  const names = Object.keys(table);
  return names.find((name, index) => index > 0 && name < (names[index - 1] as string));
}

function specProblems(at: string, spec: ProgramSpec): string[] {
  return [
    ...optionProblems(at, spec),
    ...operandProblems(at, spec.operands),
    ...verbProblems(at, spec.does),
    ...signalProblems(at, spec.signals),
    ...ruleProblems(at, spec),
    ...subcommandProblems(at, spec),
  ];
}

function optionNames(spec: ProgramSpec): string[] {
  return [
    ...(spec.flags === undefined ? [] : words(spec.flags)),
    ...Object.keys(spec.options ?? {}).flatMap((key) => words(key)),
  ];
}

function optionProblems(at: string, spec: ProgramSpec): string[] {
  const names = optionNames(spec);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const malformed = names.filter((name) => !OPTION.test(name) && !WORD.test(name));
  return [
    ...twice.map((name) => `${at}: option ${name} twice`),
    ...malformed.map((name) => `${at}: option ${JSON.stringify(name)} malformed`),
    ...Object.entries(spec.options ?? {}).flatMap(([key, option]) => optionSpecProblems(`${at} ${key}`, option)),
  ];
}

function optionSpecProblems(at: string, option: OptionSpec): string[] {
  if (typeof option === "string") return option === "" || isRole(option) ? [] : [`${at}: no role ${option}`];
  return [
    ...(option.value === undefined || isRole(option.value) ? [] : [`${at}: no role ${option.value}`]),
    ...(option.optional === true && option.value === undefined ? [`${at}: optional without a value`] : []),
    ...operandProblems(at, option.operands),
    ...verbProblems(at, option.does),
    ...signalProblems(at, option.signals),
  ];
}

function operandProblems(at: string, operands: string | undefined): string[] {
  if (operands === undefined) return [];
  const roles = words(operands);
  const starred = roles.filter((role) => role.endsWith("*")).length;
  return [
    ...roles.filter((role) => !isRole(role.replace(/[*?]$/, ""))).map((role) => `${at}: no role ${role}`),
    ...(starred > 1 ? [`${at}: more than one starred operand`] : []),
  ];
}

function ruleProblems(at: string, spec: ProgramSpec): string[] {
  const listed = new Set(optionNames(spec));
  return (spec.rules ?? []).flatMap((rule) => [
    ...words(rule.option ?? "")
      .filter((name) => name !== "" && !listed.has(name))
      .map((name) => `${at}: rule for unlisted option ${name}`),
    ...(rule.value !== undefined && rule.option === undefined ? [`${at}: rule with a value and no option`] : []),
    ...((rule.does ?? rule.signals ?? rule.harmless) === undefined ? [`${at}: rule that says nothing`] : []),
    ...verbProblems(at, rule.does),
    ...signalProblems(at, rule.signals),
  ]);
}

function subcommandProblems(at: string, spec: ProgramSpec): string[] {
  const subcommands = spec.subcommands ?? {};
  return Object.entries(subcommands).flatMap(([name, sub]) => {
    if (typeof sub !== "string") return specProblems(`${at} ${name}`, sub);
    return sub in subcommands ? [] : [`${at} ${name}: no subcommand ${sub}`];
  });
}

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
const verbProblems = (at: string, verbs: readonly string[] = []): string[] =>
  verbs.filter((verb) => !Object.hasOwn(VERBS, verb)).map((verb) => `${at}: no verb ${verb}`);
const signalProblems = (at: string, signals: readonly string[] = []): string[] =>
  signals.filter((signal) => !Object.hasOwn(SIGNALS, signal)).map((signal) => `${at}: no signal ${signal}`);

/** Rules that excuse a call for the sake of an operand: any operand counts, so `run evil.sh list` would be harmless, too. */
export function excusingRules(table: ProgramTable): string[] {
  return Object.entries(table).flatMap(([name, spec]) =>
    typeof spec === "string" ? [] : [...excuses(name, spec), ...excusingRules(prefixed(name, spec.subcommands))],
  );
}

function excuses(at: string, { rules = [] }: ProgramSpec): string[] {
  return rules.filter(({ harmless, operand }) => harmless === true && operand !== undefined).map(() => at);
}

function prefixed(at: string, table: ProgramTable = {}): ProgramTable {
  return Object.fromEntries(Object.entries(table).map(([name, spec]) => [`${at} ${name}`, spec]));
}

/** How much text a rule may have to look at, and how long it may take for it: a pattern that backtracks needs seconds. */
const HOSTILE_CHARS = 65_536;
const HOSTILE_MS = 500;

/** Patterns of a table that take long on text that is made of their own words. */
export function slowPatterns(table: ProgramTable): string[] {
  const patterns = new Map<string, RegExp>();
  for (const spec of Object.values(table)) collectPatterns(spec, patterns, new Set());
  return [...patterns.values()]
    .filter((pattern) => hostileTo(pattern).some((text) => takesLong(pattern, text)))
    .map(String);
}

function collectPatterns(spec: ProgramSpec | string, found: Map<string, RegExp>, seen: Set<ProgramSpec>): void {
  if (typeof spec === "string" || seen.has(spec)) return;
  seen.add(spec);
  for (const { operand, value } of spec.rules ?? []) {
    for (const pattern of [operand, value]) if (pattern !== undefined) found.set(String(pattern), pattern);
  }
  for (const sub of Object.values(spec.subcommands ?? {})) collectPatterns(sub, found, seen);
}

function hostileTo(pattern: RegExp): string[] {
  const own = [...new Set(pattern.source.match(/[\w-]{1,30}/g) ?? [])].slice(0, 8);
  const units = [...own, "a", "0", " ", "\n", ":", ",", ".", "-", ";"];
  return units.flatMap((unit) =>
    ["", ",", ".", ":"].map(
      (separator) => `${(unit + separator).repeat(HOSTILE_CHARS / (unit + separator).length)}\n!`,
    ),
  );
}

function takesLong(pattern: RegExp, text: string): boolean {
  return cpuMs(() => pattern.test(text)) > HOSTILE_MS;
}
