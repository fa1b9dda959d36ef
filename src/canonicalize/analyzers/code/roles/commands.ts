import { quoteWord } from "../fold/words.ts";
import type { CodeRole, Deed } from "../library.ts";
import { type Deeds, incomplete, type Run } from "../run.ts";
import { HOLE, hasHole, isDecoded, textOf, type Value, type Values } from "../value.ts";
import { isOn, locate, option } from "./arguments.ts";
import { isSteering } from "./environment.ts";

/** Commands that a call runs. */
export function runCommands(deed: Deed, deeds: Deeds, run: Run): void {
  const programs = locate(deed.arguments[0], deeds);
  const rest = locate(deed.arguments[1], deeds);
  for (const value of programs ?? [{ kind: "unknown" } as const]) {
    const line = lineOf(deed.role, value, rest, deeds);
    if (line === undefined) unknownCommand(value, deeds, run);
    else runLine(line, isDecoded(value), deeds, run);
  }
}

function unknownCommand(value: Value, { name }: Deeds, run: Run): void {
  run.collector.does("process.exec");
  run.collector.signal(isDecoded(value) ? "execution.decoded" : "execution.unknown_text", name);
  run.seen.shell = true;
  run.sources.push({ kind: "command", value: "", classes: [] });
  incomplete(run);
}

/** The line of shell that does the same, or undefined where nothing of it is known. */
function lineOf(role: CodeRole, value: Value, rest: Values | undefined, deeds: Deeds): string | undefined {
  const executable = option("executable", deeds);
  if (value.kind === "list") {
    const [script] = value.items;
    // With a shell, the first item is the script, and the others are its parameters.
    if (script !== undefined && isOn(option("shell", deeds)))
      return one(script).startsWith(HOLE) ? undefined : one(script);
    return wordsLine(value, executable);
  }
  const text = textOf(value);
  if (text.startsWith(HOLE)) return undefined;
  if (role === "shell") return text;
  const shell = isOn(option("shell", deeds));
  // An argument vector with a program of its own in front, or a line that is split by the library.
  const list = rest?.find(({ kind }) => kind === "list");
  if (list?.kind === "list") {
    const words = role === "program" ? { ...list, items: list.items.slice(1) } : list;
    const line = wordsLine({ ...words, items: [[value], ...words.items] }, executable);
    return shell && line !== undefined ? `${text} ${words.items.map(one).join(" ")}` : line;
  }
  const unknownArguments = rest?.some(({ kind }) => kind === "data" || kind === "unknown");
  return unknownArguments ? `${quoteWord(text)} ${HOLE}` : text;
}

function one(values: Values): string {
  return values.length === 1 ? textOf(values[0] as Value) : HOLE;
}

function wordsLine(list: Extract<Value, { kind: "list" }>, executable: Values | undefined): string | undefined {
  const words = list.items.map(one);
  if (executable !== undefined) words[0] = one(executable);
  if (words[0] === undefined || words[0].startsWith(HOLE)) return undefined;
  const line = words.map(quoteWord).join(" ");
  return list.open || list.repeated === true ? `${line} ${HOLE}` : line;
}

const BARE_SHELL =
  /^\s*(?:\S*\/)?(?:ba|z|da|k|c|tc|fi)?sh(?:\.exe)?(?:\s+-[a-z]+)*\s*$|^\s*(?:cmd|powershell|pwsh)(?:\.exe)?\s*$/i;

function runLine(line: string, decoded: boolean, deeds: Deeds, run: Run): void {
  if (BARE_SHELL.test(line)) run.seen.shell = true;
  if (decoded) run.collector.signal("execution.decoded", deeds.name);
  const text = surrounded(line, deeds, run).replace(/[\uE001\uE002]/g, HOLE);
  if (hasHole(text)) incomplete(run);
  const analysis = run.context.nested("shell", text);
  run.collector.absorb(analysis);
  const [program = ""] = line.trimStart().split(/\s/, 1);
  run.sources.push({ kind: "command", value: hasHole(program) ? "" : program, classes: [] });
  for (const { path, classes, access } of analysis.facts.files ?? []) {
    if (access === "read") run.sources.push({ kind: "file", value: path, classes });
    if ((access === "execute" || access === "read") && run.written.has(path))
      run.collector.signal("execution.written", path);
  }
  for (const { host, classes, access } of analysis.facts.hosts ?? []) {
    if (access !== "mention")
      run.sinks.push({ end: { kind: "host", value: host, classes }, carries: access !== "fetch" });
  }
}

/** The line with what the call says of its folder, environment and input. */
function surrounded(line: string, deeds: Deeds, run: Run): string {
  let text = line;
  const input = option("input", deeds);
  if (input?.some(({ kind }) => kind !== "none")) text = `printf %s ${quoteWord(one(input))} | ${text}`;
  const [environment] = option("env", deeds) ?? [];
  if (environment?.kind === "dictionary") {
    for (const [name, values] of environment.entries)
      if (isSteering(name)) text = `export ${name}=${quoteWord(one(values))}; ${text}`;
  }
  const cwd = option("cwd", deeds);
  if (cwd?.some(({ kind }) => kind !== "none")) return `cd ${quoteWord(one(cwd))} && ${text}`;
  const moved = run.folders.length > 1 ? run.folders.at(-1) : undefined;
  if (run.folders.length > 1 && moved === undefined) incomplete(run);
  return moved === undefined ? text : `cd ${quoteWord(moved)} && ${text}`;
}
