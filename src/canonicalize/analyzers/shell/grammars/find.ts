import { touched, writeFile } from "../files.ts";
import { looksForCredentials } from "../searched.ts";
import type { Content, Run } from "../state.ts";
import { joined, literal, type Value } from "../value.ts";

/** find(1): primaries that take no argument, and change nothing. */
const FLAGS = new Set(
  `-a -and -o -or -not ! ( ) , -print -print0 -ls -prune -depth -d -daystart -follow -ignore_readdir_race -noignore_readdir_race
  -mount -xdev -x -X -s -f -E -noleaf -nowarn -warn -empty -executable -readable -writable -nogroup -nouser -true -false -quit -help
  --help -version --version -H -L -P -nogroup -acl`.split(/\s+/),
);
/** Primaries that take one argument, and change nothing. */
const TESTS = new Set(
  `-D -amin -anewer -atime -cmin -cnewer -context -ctime -flags -fstype -gid -group -ilname -iname -inum -ipath -iregex
  -iwholename -links -lname -maxdepth -mindepth -mmin -mnewer -mtime -name -newer -path -perm -printf -regex -regextype
  -samefile -size -type -uid -used -user -wholename -xtype -xattr -xattrname -files0-from -Bmin -Bnewer -Btime -depth`.split(
    /\s+/,
  ),
);
const NEWER = /^-newer[aBcmt][aBcmt]$/;
const NAMES = new Set(["-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename"]);
const RUNS = new Set(["-exec", "-execdir", "-ok", "-okdir"]);
const WRITES = new Set(["-fprint", "-fprint0", "-fls", "-fprintf"]);

const DIRECTIVES = /%[-+ #0]*(?:[1-9]\d*)?(?:\.\d+)?(?:[ABCT].|[a-zA-Z])/g;
const LINE_ENDS = /\\(?:[nt]|0(?![0-7]))|[ \n\t]/;

/** The words of a format that hold more than what `-printf` puts in them. */
function ownText(format: Value): readonly Value[] {
  return format.text
    .split(LINE_ENDS)
    .filter((word) => /[/~\\]/.test(word.replace(DIRECTIVES, "")))
    .map((word) => ({
      ...format,
      text: word.replace(DIRECTIVES, "*"),
      glob: true,
      ...(word.includes("\\") ? { unknown: "computed" } : {}),
    }));
}

interface Expression {
  readonly starts: readonly Value[];
  readonly names: readonly Value[];
  readonly commands: readonly (readonly Value[])[];
  readonly writes: readonly Value[];
  readonly deletes: boolean;
  /** What it prints of its own, around what it found. */
  readonly printed: readonly Value[];
  readonly understood: boolean;
}

export function runFind(program: string, args: readonly Value[], run: Run): Content {
  const expression = readExpression(args);
  // Without an action it only prints names, or refuses what it does not know.
  const acts = expression.commands.length > 0 || expression.writes.length > 0 || expression.deletes;
  if (!expression.understood && acts) run.collector.worsen("partial");
  const starts = expression.starts.length === 0 ? [literal(".")] : expression.starts;
  const found = starts.flatMap((start) => foundIn(start, expression.names));
  for (const start of starts) touched(start, "list", run);
  for (const { text } of expression.names)
    if (looksForCredentials(text)) run.collector.signal("credential.search", text);
  const content: Content = { sources: [], names: [...found, ...expression.printed], kind: "names" };
  for (const target of expression.writes) writeFile(target, "write", content, run);
  if (expression.deletes) for (const value of found) touched(value, "delete", run, true);
  const printed = expression.commands.map((argv) => {
    const inner: Run = { ...run, via: [...run.via, program], depth: run.depth + 1 };
    return inner.exec(
      // A program that is what was found is none that anybody named.
      argv.flatMap((word, index) =>
        withFound(word, index === 0 ? found.map((value) => ({ ...value, glob: true })) : found),
      ),
      inner,
    );
  });
  if (printed.length === 0) return content;
  const kind = printed.some((part) => part.kind === "content") ? "content" : "names";
  return { sources: printed.flatMap(({ sources }) => sources), kind };
}

function readExpression(args: readonly Value[]): Expression {
  const starts: Value[] = [];
  const names: Value[] = [];
  const commands: Value[][] = [];
  const writes: Value[] = [];
  let deletes = false;
  const printed: Value[] = [];
  let understood = true;
  let started = false;
  for (let i = 0; i < args.length; i++) {
    const value = args[i] as Value;
    const { text } = value;
    if (FLAGS.has(text)) {
      started ||= !/^-[HLPEXdsx]$/.test(text);
      continue;
    }
    if (/^-O[0-3]$/.test(text)) continue;
    if (!started && !text.startsWith("-")) {
      starts.push(value);
      continue;
    }
    started = true;
    if (RUNS.has(text)) {
      const end = endOfCommand(args, i + 1);
      commands.push(args.slice(i + 1, end));
      i = end;
    } else if (text === "-delete") deletes = true;
    else if (WRITES.has(text)) {
      const target = args[++i];
      if (target !== undefined) writes.push(target);
      if (text === "-fprintf") i++;
    } else if (TESTS.has(text) || NEWER.test(text)) {
      const argument = args[++i];
      if (NAMES.has(text) && argument !== undefined) names.push(argument);
      if (text === "-printf" && argument !== undefined) printed.push(...ownText(argument));
      // The names of where it starts stand in a file.
      if (text === "-files0-from" && argument !== undefined) starts.push({ ...argument, unknown: "computed" });
    } else if (value.unknown !== "free" && text.startsWith("-")) {
      // A word without a hyphen is refused by find(1) itself: paths must precede the expression.
      understood = false;
    }
  }
  return { starts, names, commands, writes, deletes, printed, understood };
}

function endOfCommand(args: readonly Value[], from: number): number {
  for (let i = from; i < args.length; i++) {
    const { text } = args[i] as Value;
    if (text === ";" || (text === "+" && args[i - 1]?.text === "{}")) return i;
  }
  return args.length;
}

/** What the search may find under one of its folders: the pattern of each name in it, else everything below. */
function foundIn(start: Value, names: readonly Value[]): readonly Value[] {
  if (names.length === 0) return [start];
  return names.map((name) => {
    const below = name.text.startsWith("/")
      ? name
      : joined(joined(start, literal(start.text.endsWith("/") ? "" : "/")), belowFolder(name));
    return { ...below, glob: true, found: true };
  });
}

function belowFolder(name: Value): Value {
  return name.text.includes("/") ? joined(literal("*"), name) : joined(literal("**/"), name);
}

function withFound(word: Value, found: readonly Value[]): readonly Value[] {
  if (!word.text.includes("{}")) return [word];
  return found.map((value) => ({ ...value, text: word.text.replaceAll("{}", value.text) }));
}
