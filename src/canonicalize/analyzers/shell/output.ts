import { fileFact } from "../paths/index.ts";
import { noteInPlace } from "./deeds.ts";
import { PRINTS } from "./descriptors.ts";
import { writeFile } from "./files.ts";
import { foldOutput } from "./fold.ts";
import { runInput } from "./interpret.ts";
import { type Io, recordFlows } from "./io.ts";
import { MAX_FIELDS } from "./limits.ts";
import type { Invocation } from "./options.ts";
import { inside } from "./roles.ts";
import type { ProgramSpec } from "./spec.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { asPattern } from "./value.ts";

/** What a call prints and writes, once all that comes in is known. */
export function finish(program: string, spec: ProgramSpec, call: Invocation, io: Io, run: Run): Content {
  const { stdin } = run;
  const filters = spec.stdin === "data" && io.sources.length === 0;
  if (spec.stdin === "data" || spec.stdin === "upload") io.sources.push(...stdin.sources);
  const interprets = spec.stdin === "shell" || spec.stdin === "code";
  if (interprets && io.hasScript) io.sources.push(...stdin.sources);
  if (interprets && !io.hasScript && readsScript(call)) {
    const inner = inside(program, spec, io, run);
    io.printed.push(runInput(spec.stdin === "shell" ? undefined : spec.language, io, inner));
  }
  recordFlows(io, run);
  noteInPlace(program, spec, io, run);
  const text = foldOutput(program, call, run);
  const kind = outputKind(program, spec, call, io, filters ? stdin.kind : undefined, run);
  const content: Content = {
    sources: kind === "content" ? io.sources : [],
    kind,
    ...(filters && stdin.names !== undefined && SELECTING.has(program) ? { names: stdin.names } : {}),
    ...(text === undefined ? {} : { text: text.text, ...(text.decoded ? { decoded: true } : {}) }),
    ...(text === undefined && decodes(program, call) ? { decoded: true } : {}),
    ...(program === "yes" ? { endless: true } : {}),
  };
  for (const { value, access } of io.writes.filter((write) => !PRINTS.test(write.value.text)))
    writeFile(value, access, content, io.elsewhere === undefined ? run : { ...run, elsewhere: io.elsewhere });
  // What goes to a file that is named does not go to standard output too.
  const toFile = io.writes.some(({ value }) => !PRINTS.test(value.text));
  if (toFile && program !== "tee" && io.printed.length === 0) return EMPTY;
  if (io.printed.length === 0) return content;
  return {
    ...content,
    sources: [...content.sources, ...io.printed.flatMap(({ sources }) => sources)],
    ...(io.printed.length === 1 && text === undefined ? io.printed[0] : {}),
  };
}

/** Without operands, or where an option (`sh -s`) or a hyphen says so, an interpreter reads its program from input. */
function readsScript({ operands, options }: Invocation): boolean {
  return operands.length === 0 || operands[0]?.text === "-" || options.some(({ name }) => name === "-s");
}

/** What a program prints: what it read, names of files, or nothing that anybody could hide something in. */
function outputKind(
  program: string,
  spec: ProgramSpec,
  call: Invocation,
  io: Io,
  filtered: Content["kind"] | undefined,
  run: Run,
): Content["kind"] {
  if (spec.output === "nothing") return "facts";
  if (spells(program, call, run)) return "content";
  if (spec.output === "facts") return "facts";
  if (spec.output === "names" || NAMING.has(program)) return "names";
  if (spec.operands?.includes("search") && call.options.some(({ name }) => name === "-q" || name === "--quiet"))
    return "facts";
  if (call.options.some(({ name }) => LISTING_OPTIONS.has(name)) && spec.operands?.includes("search")) return "names";
  if (decodes(program, call)) return "content";
  // Text of the line that is changed on its way becomes any other text.
  if (filtered !== undefined) return changes(program, run) ? "content" : filtered;
  // Printed out of its arguments alone, of which none is a path or unknown text.
  const plain = call.operands.every(({ text, unknown }) => !text.includes("/") && unknown !== "computed");
  return io.sources.length === 0 && plain ? "facts" : "content";
}

/** Programs that print a text or format that they are given, with characters in it that stand for others. */
const FORMATTING = new Set(["date", "echo", "jq", "printf", "seq", "stat"]);
const SPELLED = /\\(?:[1-7xuU]|0[0-7])|%-?\d*(?:\.\d+)?c|%-?\d*\.[\d*]+[sb]|implode|@base64d|@uri/;

/** Whether the arguments could be made to print a name that matters: it stands in them, or is spelled in them. */
function spells(program: string, call: Invocation, { context }: Run): boolean {
  const given = [...call.operands, ...call.options.map(({ value }) => value)];
  // More than anybody writes to be printed as one name.
  if (given.length > MAX_FIELDS) return true;
  return given.some((value) => {
    if (value === undefined) return false;
    if (FORMATTING.has(program) && SPELLED.test(value.text)) return true;
    const start = value.text.search(/[~/]/);
    if (start < 0) return false;
    const { classes } = fileFact(asPattern(value).text.slice(start), "mention", context.at, context.surroundings);
    return classes.some((name) => name.startsWith("credential."));
  });
}

/** Programs that give out what they read, in other words. */
function changes(program: string, run: Run): boolean {
  return run.stdin.text !== undefined && !SELECTING.has(program);
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
