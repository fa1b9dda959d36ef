import type { StandardVerb } from "../../../domain/vocabulary.ts";
import { partOf } from "../analysis.ts";
import { fileResource } from "../paths/index.ts";
import { runConventional } from "./conventional.ts";
import { touched, writeFile } from "./files.ts";
import { foldOutput } from "./fold.ts";
import { GRAMMARS } from "./grammars/index.ts";
import { runInput, runScriptFile } from "./interpret.ts";
import { type Io, newIo, recordFlows } from "./io.ts";
import { MAX_ALTERNATIVES } from "./limits.ts";
import { operandPattern, rolesOf } from "./operands.ts";
import { type GivenOption, type Invocation, optionTable, readArguments, takesValue } from "./options.ts";
import { applyCommand, applyRole, inside } from "./roles.ts";
import { CREDENTIAL_WORDS } from "./searched.ts";
import type { OptionSpec, ProgramSpec } from "./spec.ts";
import { type Content, childFrame, EMPTY, type Run } from "./state.ts";
import { isKnown, literal, shown, type Unknown, unknownValue, type Value, worseUnknown } from "./value.ts";
import { runScript } from "./walk.ts";

/** Folders of the system's own programs: a program there is the one of that name. */
const SYSTEM_FOLDERS = /^(?:\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/homebrew\/bin|\/bin|\/snap\/bin)\/([^/]+)$/;

/** Runs one simple command; what it prints. */
export function execCommand(argv: readonly Value[], run: Run): Content {
  const [name, ...args] = argv;
  if (name === undefined || name.text === "") return EMPTY;
  if (!isKnown(name)) return unknownProgram("", args, run, shown(name));
  const program = SYSTEM_FOLDERS.exec(name.text)?.[1] ?? name.text;
  const body = run.frame.functions.get(program);
  if (body !== undefined) return callFunction(program, body, args, run);
  if (program.includes("/")) return execFile(name, args, run);
  const spec = run.find(program);
  if (spec === undefined) return unknownProgram(program, args, run, program);
  const before = run.collector.size;
  const content = runProgram(program, spec, args, run, []);
  if (READING.has(program)) readVariables(readArguments(args, spec, Number.POSITIVE_INFINITY).operands, run);
  run.collector.command({ program, via: run.via, known: true, verbs: run.collector.verbsSince(before) });
  return content;
}

/** Builtins that put what they read into variables: bash(1). */
const READING = new Set(["read", "mapfile", "readarray"]);

function readVariables(names: readonly Value[], run: Run): void {
  const { stdin } = run;
  const lines = stdin.text?.split("\n").filter((line) => line !== "");
  const [only] = names;
  const known = stdin.names ?? (names.length === 1 ? lines?.map(literal) : undefined);
  const unknown = unknownValue(
    stdin.kind === "content" ? "computed" : stdin.kind === "names" ? "names" : "free",
    stdin.sources,
  );
  const values = known === undefined || known.length === 0 ? [unknown] : known.slice(0, MAX_ALTERNATIVES);
  for (const name of only === undefined ? [literal("REPLY")] : names) run.frame.variables.set(name.text, values);
}

function callFunction(name: string, body: Parameters<typeof runScript>[0], args: readonly Value[], run: Run): Content {
  if (run.via.includes(`${name}()`)) {
    // bash(1): a function that starts itself twice, as `:(){ :|:& };:` does, takes all processes that there are.
    run.collector.signal("destruction.resources", name);
    return EMPTY;
  }
  const frame = { ...run.frame, positional: args };
  return runScript(body, { ...run, frame, via: [...run.via, `${name}()`], depth: run.depth + 1 });
}

/** A program that nobody described: it may do anything with what it is given. */
function unknownProgram(program: string, args: readonly Value[], run: Run, detail: string): Content {
  run.collector.command({ program, via: run.via, known: false, verbs: ["process.exec"] });
  if (program === "") run.collector.signal("execution.unknown_text", detail);
  run.collector.worsen("partial");
  run.collector.part(partOf("process.exec", { resource: { type: "program", uri: `program:${program}` } }));
  const sources = args.flatMap((value) => value.sources ?? []);
  return { sources: [...sources, ...run.stdin.sources], kind: "content" };
}

/** A program named by its path: a file that is run. */
function execFile(name: Value, args: readonly Value[], run: Run): Content {
  const before = run.collector.size;
  const content = runScriptFile(name, undefined, run);
  run.collector.command({
    program: name.text.slice(name.text.lastIndexOf("/") + 1),
    via: run.via,
    known: false,
    verbs: run.collector.verbsSince(before),
  });
  for (const value of args) if (value.unknown === "computed") run.collector.worsen("partial");
  return content;
}

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
  const call = readArguments(args, spec, branching ? 1 : pattern.commandAt + 1, outer);
  const sub = branching ? call.operands[0] : undefined;
  const io = newIo();
  if (spec.subcommands !== undefined && sub !== undefined) {
    const found = subcommand(spec, sub.text);
    if (found !== undefined) {
      applyOptions(program, spec, call, io, run);
      return runProgram(program, found, call.operands.slice(1), run, [spec, ...outer]);
    }
  }
  if (spec.conventional !== undefined && sub !== undefined) {
    const all = readArguments(args, spec, Number.POSITIVE_INFINITY, outer);
    if (!all.options.some(({ spec: option }) => isHarmless(option)))
      runConventional(spec.conventional, all.operands, run);
    applyOptions(program, spec, all, io, run);
    return { sources: io.sources, kind: "content" };
  }
  if (spec.subcommands !== undefined && sub !== undefined && spec.operands === undefined) {
    run.collector.worsen("partial");
    run.collector.does("process.exec");
  }
  return applyCall(program, spec, call, io, run);
}

function subcommand(spec: ProgramSpec, name: string): ProgramSpec | undefined {
  const found = Object.hasOwn(spec.subcommands ?? {}, name) ? spec.subcommands?.[name] : undefined;
  return typeof found === "string" ? subcommand(spec, found) : found;
}

function isHarmless(option: OptionSpec): boolean {
  return typeof option === "object" && option.harmless === true;
}

/** Options, operands, rules and standard input of one call, in this order. */
function applyCall(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): Content {
  const rules = (spec.rules ?? []).filter((rule) => holds(rule, call));
  const harmless =
    call.options.some(({ spec: option }) => isHarmless(option)) || rules.some((rule) => rule.harmless === true);
  if (call.unlisted.length > 0 && spec.lenient !== true) run.collector.worsen("partial");
  if (harmless) return { sources: [], kind: "facts" };
  const toStdout = call.options.some(({ spec: option }) => typeof option === "object" && option.stdout === true);
  for (const verb of toStdout ? [] : (spec.does ?? [])) does(verb, run);
  for (const code of spec.signals ?? []) signal(code, program, io, run);
  for (const rule of rules) {
    for (const verb of rule.does ?? []) does(verb, run);
    for (const code of rule.signals ?? []) signal(code, program, io, run);
  }
  io.recursive = isRecursive(spec, call);
  applyOptions(program, spec, call, io, run);
  applyOperands(program, spec, call, io, run);
  noteSearch(program, spec, call, io, run);
  return finish(program, spec, call, io, run);
}

/** Programs that search below a folder always do, or have an option for it. */
function isRecursive(spec: ProgramSpec, call: Invocation): boolean {
  if (!optionTable(spec).byName.has("--recursive")) return true;
  return call.options.some(({ name }) => RECURSIVE.has(name));
}

const RECURSIVE = new Set(["-r", "-R", "-d", "--recursive", "--dereference-recursive", "--directories"]);
const WIDE_PLACES = new Set(["home", "system", "outside"]);

/** Whoever looks for passwords outside of the workspace is not at the task. */
function noteSearch(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  if (!io.recursive || !(spec.operands ?? "").includes("search")) return;
  const [pattern, ...places] = call.operands;
  if (pattern === undefined || !CREDENTIAL_WORDS.test(pattern.text)) return;
  if (places.some((place) => WIDE_PLACES.has(touched(place, "mention", run).place)))
    run.collector.signal("credential.search", program);
}

/** Code that runs is that of the folder where it runs: a build, tests. */
function does(verb: StandardVerb, run: Run): void {
  const { cwd } = run.frame;
  if (verb !== "code.run" || cwd === undefined) run.collector.does(verb);
  else run.collector.part(partOf(verb, { resource: fileResource(touched(literal("."), "mention", run)) }));
}

function signal(code: NonNullable<ProgramSpec["signals"]>[number], program: string, io: Io, run: Run): void {
  run.collector.signal(code, program);
  if (code.startsWith("credential.")) io.sources.push({ kind: "command", value: program, classes: [code] });
}

function holds(rule: NonNullable<ProgramSpec["rules"]>[number], call: Invocation): boolean {
  if (rule.bare === true && call.operands.length > 0) return false;
  if (rule.lacks !== undefined && call.options.some(({ name }) => rule.lacks?.split(" ").includes(name))) return false;
  if (rule.operand !== undefined && !call.operands.some(({ text }) => rule.operand?.test(text))) return false;
  if (rule.option === undefined) return true;
  const names = rule.option.split(" ");
  // The last one counts where a program takes an option twice.
  const given = call.options.filter(({ name }) => names.includes(name)).at(-1);
  return given !== undefined && (rule.value === undefined || rule.value.test(given.value?.text ?? ""));
}

function applyOptions(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  for (const { spec: option, value } of call.options) {
    if (typeof option === "object") {
      for (const verb of option.does ?? []) does(verb, run);
      for (const code of option.signals ?? []) signal(code, program, io, run);
    }
    const role = takesValue(option);
    if (role === undefined || value === undefined) continue;
    if (role === "command")
      io.printed.push(
        inside(program, spec, io, run).exec(value.text.split(" ").map(literal), inside(program, spec, io, run)),
      );
    else applyRole(role, value, program, spec, io, run);
  }
}

function operandsText(spec: ProgramSpec, options: readonly GivenOption[]): string | undefined {
  for (const { spec: option } of options)
    if (typeof option === "object" && option.operands !== undefined) return option.operands;
  return spec.operands;
}

function applyOperands(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): void {
  const pattern = operandPattern(operandsText(spec, call.options));
  const extra = spec.stdin === "operands" ? inputOperands(run) : [];
  const { operands } = call;
  if (pattern.many === "command" && pattern.commandAt !== Number.POSITIVE_INFINITY) {
    operands.slice(0, pattern.commandAt).forEach((value, index) => {
      applyRole(pattern.first[index] ?? "text", value, program, spec, io, run);
    });
    const argv = operands.slice(pattern.commandAt);
    if (argv.length > 0 || extra.length > 0) applyCommand(withInput(argv, extra, call), program, spec, io, run);
    return;
  }
  const roles = rolesOf(pattern, operands.length);
  // Without an operand these look at the folder that they run in.
  if (operands.length === 0 && (pattern.many === "list" || pattern.first[0] === "list")) {
    applyRole("list", literal("."), program, spec, io, run);
  }
  if (pattern.many === "shell" && operands.length > pattern.commandAt) {
    operands.slice(0, pattern.commandAt).forEach((value, index) => {
      applyRole(pattern.first[index] ?? "text", value, program, spec, io, run);
    });
    const words = operands.slice(pattern.commandAt);
    const unknown = words.reduce<Unknown | undefined>((worst, value) => worseUnknown(worst, value.unknown), undefined);
    const text = words.map((value) => value.text).join(" ");
    const line: Value = { text, sources: words.flatMap(({ sources = [] }) => sources), ...(unknown && { unknown }) };
    applyRole("shell", line, program, spec, io, run);
    return;
  }
  operands.forEach((value, index) => {
    const role = roles[index];
    if (role !== undefined) applyRole(role, value, program, spec, io, run);
    else if (spec.lenient !== true && spec.operands !== undefined) run.collector.worsen("partial");
    if (value.unknown === "computed" && spec.lenient !== true && role !== "text") run.collector.worsen("partial");
  });
}

/** What xargs appends: the words of its input, or a value that stands for them. */
function inputOperands({ stdin }: Run): readonly Value[] {
  if (stdin.names !== undefined && stdin.names.length > 0) return stdin.names;
  if (stdin.text !== undefined)
    return stdin.text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map(literal);
  return [unknownValue(stdin.kind === "content" ? "computed" : "names", stdin.sources)];
}

function withInput(argv: readonly Value[], extra: readonly Value[], call: Invocation): readonly Value[] {
  if (extra.length === 0) return argv;
  const marker = call.options.find(({ name }) => name === "-I" || name === "-i" || name === "--replace")?.value?.text;
  const command = argv.length === 0 ? [literal("echo")] : argv;
  if (marker === undefined) return [...command, ...extra];
  const item = extra[0] as Value;
  return command.map((value) =>
    value.text.includes(marker) ? { ...value, ...item, text: value.text.replaceAll(marker, item.text) } : value,
  );
}

function finish(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): Content {
  const { stdin } = run;
  const filters = spec.stdin === "data" && io.sources.length === 0;
  if (spec.stdin === "data" || spec.stdin === "upload") io.sources.push(...stdin.sources);
  if ((spec.stdin === "shell" || spec.stdin === "code") && !io.hasScript) {
    const inner = inside(program, spec, io, run);
    io.printed.push(
      runInput(spec.stdin === "shell" ? undefined : spec.language, io, { ...inner, frame: childFrame(run.frame) }),
    );
  }
  recordFlows(io, run);
  const text = foldOutput(program, call, run);
  const kind = outputKind(program, spec, call, io, filters ? stdin.kind : undefined);
  const content: Content = {
    sources: kind === "content" ? io.sources : [],
    kind,
    ...(filters && stdin.names !== undefined && SELECTING.has(program) ? { names: stdin.names } : {}),
    ...(text === undefined ? {} : { text: text.text, ...(text.decoded ? { decoded: true } : {}) }),
    ...(text === undefined && decodes(program, call) ? { decoded: true } : {}),
  };
  for (const { value, access } of io.writes)
    writeFile(value, access, content, io.elsewhere === undefined ? run : { ...run, elsewhere: io.elsewhere });
  // What goes to a file that is named does not go to standard output too.
  if (io.writes.length > 0 && program !== "tee" && io.printed.length === 0) return EMPTY;
  if (io.printed.length === 0) return content;
  return {
    ...content,
    sources: [...content.sources, ...io.printed.flatMap(({ sources }) => sources)],
    ...(io.printed.length === 1 && text === undefined ? io.printed[0] : {}),
  };
}

/** What a program prints: what it read, names of files, or nothing that anybody could hide something in. */
function outputKind(
  program: string,
  spec: ProgramSpec,
  call: Invocation,
  io: Io,
  filtered: Content["kind"] | undefined,
): Content["kind"] {
  if (spec.output === "nothing" || spec.output === "facts") return "facts";
  if (spec.output === "names" || NAMING.has(program)) return "names";
  if (call.options.some(({ name }) => LISTING_OPTIONS.has(name)) && spec.operands?.includes("search")) return "names";
  if (decodes(program, call)) return "content";
  if (filtered !== undefined) return filtered;
  // Printed out of its arguments alone, of which none is a path or unknown text.
  const plain = call.operands.every(({ text, unknown }) => !text.includes("/") && unknown !== "computed");
  return io.sources.length === 0 && plain ? "facts" : "content";
}

const NAMING = new Set(["basename", "dirname", "locate", "mktemp", "pwd", "readlink", "realpath", "whereis", "which"]);
/** grep(1): only the names of the files with a match, or without one. */
const LISTING_OPTIONS = new Set(["-l", "-L", "--files-with-matches", "--files-without-match"]);

/** Programs that give out some lines of what they read, each as it was. */
const SELECTING = new Set(["cat", "comm", "egrep", "fgrep", "grep", "head", "shuf", "sort", "tail", "tee", "uniq"]);

/** Programs that turn an unreadable form into a readable one. */
function decodes(program: string, call: Invocation): boolean {
  const has = (...names: string[]) => call.options.some(({ name }) => names.includes(name));
  if (/^base(?:32|64|nc)$/.test(program)) return has("-d", "-D", "--decode");
  if (program === "xxd") return has("-r");
  if (program === "openssl") return has("-d");
  return program === "uudecode" || program === "rev" || program === "gpg" || program === "zcat" || program === "gunzip";
}
