import type { FlowEnd } from "../../../../domain/facts.ts";
import { readFile, touched, writeFile } from "../files.ts";
import { runShellText } from "../interpret.ts";
import { readArguments } from "../options.ts";
import type { ProgramSpec } from "../spec.ts";
import { type Content, EMPTY, type Run } from "../state.ts";
import { inSubshell } from "../substitutions.ts";
import { isKnown, joined, literal, type Value } from "../value.ts";
import { sedCommands } from "./sed-script.ts";

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

/** Puts in letters that were not there: out of names it makes others. */
const INSERTS = /[sy](.)(?:(?!\1).)*\1(?:(?!\1).)*[A-Za-z][^\n]*\1|[aic]\\/;

export function runSed(_program: string, args: readonly Value[], run: Run): Content {
  const call = readArguments(args, SPEC, Number.POSITIVE_INFINITY);
  if (call.unlisted.length > 0) run.collector.worsen("partial");
  const given = call.options.filter(({ name }) => name === "-e" || name === "--expression");
  const fromFile = call.options.some(({ name }) => name === "-f" || name === "--file");
  const operands = [...call.operands];
  const scripts = given.map(({ value }) => value).filter((value) => value !== undefined);
  // BSD's `-i` takes a suffix, which may be empty, as an argument of its own.
  const suffix = call.options.some(({ name, value }) => name === "-i" && value === undefined) ? operands[0] : undefined;
  if (suffix !== undefined && /^(?:\.[\w.~-]*)?$/.test(suffix.text)) operands.shift();
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
  // As sed puts them together: what one leaves open, the next goes on with.
  const [first, ...more] = scripts;
  if (first !== undefined)
    runScriptCommands(
      more.reduce((all, script) => joined(joined(all, literal("\n")), script), first),
      sources,
      run,
    );
  const onlyCuts =
    run.stdin.text === undefined && operands.length === 0 && scripts.every(({ text }) => !INSERTS.test(text));
  if (!inPlace && onlyCuts && run.stdin.kind !== "content") return { sources: [], kind: run.stdin.kind };
  return inPlace ? EMPTY : { sources, kind: "content", ...(run.stdin.decoded === true ? { decoded: true } : {}) };
}

function runScriptCommands(script: Value, sources: FlowEnd[], run: Run): void {
  if (!isKnown(script)) run.collector.worsen("partial");
  const commands = sedCommands(script.text);
  if (commands === undefined) run.collector.worsen("partial");
  const content: Content = { sources, kind: "content" };
  for (const { does, argument } of commands ?? []) {
    if (does === "execute") {
      if (argument === undefined) executes(run);
      else runShellText(literal(argument), { ...inSubshell(run), via: [...run.via, "sed"] });
    } else if (does === "write") writeFile(literal(argument ?? ""), "write", content, run);
    else sources.push(...readFile(literal(argument ?? ""), run).sources);
  }
}

/** The text that is edited is run. */
function executes(run: Run): void {
  run.collector.signal("execution.unknown_text", "sed");
  run.collector.worsen("partial");
  run.collector.does("process.exec");
}
