import type { FlowEnd } from "../../../../domain/facts.ts";
import { readFile, touched, writeFile } from "../files.ts";
import { readArguments } from "../options.ts";
import type { ProgramSpec } from "../spec.ts";
import { type Content, EMPTY, type Run } from "../state.ts";
import { isKnown, literal, type Value } from "../value.ts";

const SPEC: ProgramSpec = {
  flags:
    "-n -r -E -s -u -z --quiet --silent --regexp-extended --separate --unbuffered --null-data --debug --posix --sandbox --follow-symlinks -l",
  options: {
    "-e --expression": "text",
    "-f --file": "read",
    "-i --in-place": { value: "text", optional: true },
    "-I": { value: "text", optional: true },
    "--line-length": "text",
  },
};

/** `w file`, `W file`, `r file`, `R file` as a command or as the flag of `s`, and `e`: see sed(1). */
const FILE_COMMAND = /(?:^|[;{}\n]|\d|\$|\/[gpIiMm0-9]*)\s*([wWrR])\s+([^\n;}]+)/g;
const SUBSTITUTE_FLAGS = /\/([gpIiMm0-9]*)([ew])([gpIiMm0-9]*)(?:\s+([^\n;}]+))?\s*(?:[;}\n]|$)/g;
const EXECUTE = /(?:^|[;{}\n]|\d|\$|\/)\s*e(?:\s+([^\n]+))?\s*(?:[;}\n]|$)/;

/** Puts in letters that were not there: out of names it makes others. */
const INSERTS = /[sy](.)(?:(?!\1).)*\1(?:(?!\1).)*[A-Za-z][^\n]*\1|[aic]\\/;

export function runSed(_program: string, args: readonly Value[], run: Run): Content {
  const call = readArguments(args, SPEC, Number.POSITIVE_INFINITY);
  if (call.unlisted.length > 0) run.collector.worsen("partial");
  const given = call.options.filter(({ name }) => name === "-e" || name === "--expression");
  const fromFile = call.options.some(({ name }) => name === "-f" || name === "--file");
  const operands = [...call.operands];
  const scripts = given.map(({ value }) => value).filter((value) => value !== undefined);
  if (scripts.length === 0 && !fromFile) {
    const first = operands.shift();
    if (first !== undefined) scripts.push(first);
  }
  if (fromFile) {
    for (const { name, value } of call.options)
      if ((name === "-f" || name === "--file") && value !== undefined) readFile(value, run);
    run.collector.worsen("partial");
  }
  const inPlace = call.options.some(({ name }) => ["-i", "--in-place", "-I"].includes(name));
  const sources: FlowEnd[] = operands.length === 0 ? [...run.stdin.sources] : [];
  for (const operand of operands) {
    sources.push(...readFile(operand, run).sources);
    if (inPlace) touched(operand, "write", run);
  }
  for (const script of scripts) runScriptCommands(script, sources, run);
  const onlyCuts = operands.length === 0 && scripts.every(({ text }) => !INSERTS.test(text));
  if (!inPlace && onlyCuts && run.stdin.kind !== "content") return { sources: [], kind: run.stdin.kind };
  return inPlace ? EMPTY : { sources, kind: "content", ...(run.stdin.decoded === true ? { decoded: true } : {}) };
}

function runScriptCommands(script: Value, sources: FlowEnd[], run: Run): void {
  if (!isKnown(script)) run.collector.worsen("partial");
  const { text } = script;
  const content: Content = { sources, kind: "content" };
  for (const [, command = "", file = ""] of text.matchAll(FILE_COMMAND)) {
    if (command.toLowerCase() === "w") writeFile(literal(file.trim()), "write", content, run);
    else sources.push(...readFile(literal(file.trim()), run).sources);
  }
  for (const [, , flag, , file = ""] of text.matchAll(SUBSTITUTE_FLAGS)) {
    if (flag === "w") writeFile(literal(file.trim()), "write", content, run);
    else executes(run);
  }
  const command = EXECUTE.exec(text);
  if (command !== null) {
    if (command[1] === undefined) executes(run);
    else run.collector.absorb(run.context.nested("shell", command[1]));
  }
}

/** The text that is edited is run. */
function executes(run: Run): void {
  run.collector.signal("execution.unknown_text", "sed");
  run.collector.worsen("partial");
  run.collector.does("process.exec");
}
