import type { FlowEnd } from "../../../../domain/facts.ts";
import { readFile, touched, writeFile } from "../files.ts";
import { readArguments } from "../options.ts";
import type { ProgramSpec } from "../spec.ts";
import type { Content, Run } from "../state.ts";
import { literal, type Value } from "../value.ts";

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

/** awk(1): what a program can do beside printing. Strings and patterns were blanked before. */
const STRINGS = /"(?:[^"\\\n]|\\.)*"/g;
/** A pattern stands where a value could begin. */
const PATTERNS = /(^|[~(,{;&!\n]\s*|\|\|\s*)\/(?:[^/\\\n]|\\.)+\//g;
const SYSTEM = /\bsystem\s*\(/;
const PIPE = /\|&?\s*(?:getline\b|"|[A-Za-z_$(])/;
const REDIRECTED = /(?:print|printf)\b[^|;}\n>]*>>?\s*("(?:[^"\\\n]|\\.)*"|[^\s;}]+)/g;
const GETLINE_FROM = /\bgetline\b[^;}\n<]*<\s*("(?:[^"\\\n]|\\.)*"|[^\s;})]+)/g;
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
    inputs.length === 0 && programs.every(({ text }) => !/["/].*[/]/.test(text)) ? run.stdin.kind : "content";
  return { sources: kind === "content" ? sources : [], kind };
}

function runAwkProgram(program: Value, sources: FlowEnd[], run: Run): void {
  if (program.unknown === "computed" || program.unknown === "names") run.collector.worsen("partial");
  const { text } = program;
  const plain = withoutPatterns(text);
  if (SYSTEM.test(plain) || PIPE.test(plain)) runCommands(text, run);
  for (const [, target = ""] of text.matchAll(REDIRECTED)) toFile(target, { sources, kind: "content" }, run);
  for (const [, source = ""] of text.matchAll(GETLINE_FROM)) fromFile(source, sources, run);
}

/** Strings and patterns blanked, and "or" told from a pipe. */
function withoutPatterns(text: string): string {
  return text.replace(STRINGS, '""').replace(PATTERNS, '$1""').replaceAll("||", " or ");
}

/** Commands are strings, given to `system` or in front of or behind a pipe; what is put together is not known. */
function runCommands(text: string, run: Run): void {
  const whole =
    /\bsystem\s*\(\s*"((?:[^"\\\n]|\\.)*)"\s*\)|"((?:[^"\\\n]|\\.)*)"\s*\|&?\s*getline|\|&?\s*"((?:[^"\\\n]|\\.)*)"/g;
  let found = 0;
  for (const [, a, b, c] of text.matchAll(whole)) {
    found++;
    run.collector.absorb(run.context.nested("shell", (a ?? b ?? c ?? "").replace(/\\(.)/g, "$1")));
  }
  const uses = (withoutPatterns(text).match(/\bsystem\s*\(|\|&?\s*(?:getline\b|"|[A-Za-z_$(])/g) ?? []).length;
  if (found >= uses) return;
  run.collector.worsen("partial");
  run.collector.signal("execution.unknown_text", "awk");
  run.collector.does("process.exec");
}

function unquoted(target: string): string | undefined {
  return target.startsWith('"') && target.endsWith('"') && target.length > 1 ? target.slice(1, -1) : undefined;
}

function toFile(target: string, content: Content, run: Run): void {
  const path = unquoted(target);
  if (path === undefined) {
    run.collector.worsen("partial");
    run.collector.does("file.write");
  } else if (SPECIAL_FILE.test(path)) run.collector.host(path.split("/").slice(4).join(":"), "connect");
  else writeFile(literal(path), "write", content, run);
}

function fromFile(source: string, sources: FlowEnd[], run: Run): void {
  const path = unquoted(source);
  if (path === undefined) {
    run.collector.worsen("partial");
    run.collector.does("file.read");
  } else if (SPECIAL_FILE.test(path)) run.collector.host(path.split("/").slice(4).join(":"), "connect");
  else sources.push(...readFile(literal(path), run).sources);
}
