import type { FlowEnd } from "../../../../domain/facts.ts";
import { readFile, touched, writeFile } from "../files.ts";
import { runShellText } from "../interpret.ts";
import { readArguments } from "../options.ts";
import type { ProgramSpec } from "../spec.ts";
import type { Content, Run } from "../state.ts";
import { inSubshell } from "../substitutions.ts";
import { literal, type Value } from "../value.ts";
import { awkActions } from "./awk-program.ts";

const SPEC: ProgramSpec = {
  flags: `-b -c -C -g -h -I -k -M -n -N -O -P -r -s -S -t -V --characters-as-bytes --traditional --copyright --gen-pot --help
    --trace --csv --bignum --non-decimal-data --use-lc-numeric --optimize --posix --re-interval --no-optimize --sandbox
    --lint-old --version`,
  options: {
    "-F --field-separator": "text",
    "-v --assign": "text",
    "-f --file": "read",
    "-E --exec": "read",
    "-i --include": "read",
    "-l --load": "text",
    "-e --source": "text",
    "-d --dump-variables": { value: "write", optional: true },
    "-D --debug": { value: "read", optional: true },
    "-L --lint": { value: "text", optional: true },
    "-o --pretty-print": { value: "write", optional: true },
    "-p --profile": { value: "write", optional: true },
    "-W": "text",
  },
};

/** A program that can put together a path of its own. */
const SPELLS = /\\(?:[1-7xu]|0[0-7])|%c|ENVIRON/;
const SPECIAL_FILE = /^\/inet[46]?\//;

export function runAwk(_program: string, args: readonly Value[], run: Run): Content {
  const call = readArguments(args, SPEC, Number.POSITIVE_INFINITY);
  if (call.unlisted.length > 0) run.collector.worsen("partial");
  const values = (...names: string[]) =>
    call.options.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  const files = values("-f", "--file", "-E", "--exec", "-i", "--include");
  const programs = values("-e", "--source").filter((value) => value !== undefined);
  const operands = [...call.operands];
  if (files.length === 0 && programs.length === 0) {
    const first = operands.shift();
    if (first !== undefined) programs.push(first);
  }
  for (const file of files) {
    if (file !== undefined) readFile(file, run);
    run.collector.worsen("partial");
  }
  for (const target of values("-d", "--dump-variables", "-o", "--pretty-print", "-p", "--profile")) {
    if (target !== undefined) touched(target, "write", run);
  }
  const inputs = operands.filter(({ text }) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(text));
  const sources: FlowEnd[] =
    inputs.length === 0 ? [...run.stdin.sources] : inputs.flatMap((value) => readFile(value, run).sources);
  if (values("-i", "--include").some((value) => value?.text === "inplace"))
    for (const value of inputs) touched(value, "write", run);
  for (const program of programs) runAwkProgram(program, sources, run);
  // Names of which only some fields are printed are names; what a program puts together is anything.
  const kind =
    inputs.length === 0 &&
    run.stdin.text === undefined &&
    !programs.some(
      ({ text }) => SPELLS.test(text) || (/["/]/.test(text) && text.lastIndexOf("/") > text.search(/["/]/)),
    )
      ? run.stdin.kind
      : "content";
  return { sources: kind === "content" ? sources : [], kind };
}

function runAwkProgram(program: Value, sources: FlowEnd[], run: Run): void {
  if (program.unknown === "computed" || program.unknown === "names") run.collector.worsen("partial");
  for (const { does, argument } of awkActions(program.text)) {
    switch (does) {
      case "command":
        if (argument === undefined) unknownCommand(run);
        else if (!isSpecial(argument, run))
          runShellText(literal(argument), {
            ...inSubshell(run),
            via: [...run.via, "awk"],
            stdin: { sources, kind: "content" },
          });
        break;
      case "read":
        if (argument === undefined) unknownFile("file.read", run);
        else if (!isSpecial(argument, run)) sources.push(...readFile(literal(argument), run).sources);
        break;
      case "write":
        if (argument === undefined) unknownFile("file.write", run);
        else if (!isSpecial(argument, run)) writeFile(literal(argument), "write", { sources, kind: "content" }, run);
        break;
      case "environment":
        run.collector.signal("credential.environment", "awk");
        sources.push({ kind: "command", value: "awk", classes: ["credential.environment"] });
        break;
      case "arguments":
        unknownFile("file.read", run);
        break;
      case "include":
        run.collector.worsen("partial");
        run.collector.does("code.run");
    }
  }
}

function unknownCommand(run: Run): void {
  run.collector.worsen("partial");
  run.collector.signal("execution.unknown_text", "awk");
  run.collector.does("process.exec");
}

function unknownFile(verb: "file.read" | "file.write", run: Run): void {
  run.collector.worsen("partial");
  run.collector.does(verb);
}

/** `/inet/tcp/0/host/port` is a connection: gawk(1), Special File Names. */
function isSpecial(path: string, run: Run): boolean {
  if (!SPECIAL_FILE.test(path)) return false;
  run.collector.host(path.split("/").slice(4).join(":"), "connect");
  return true;
}
