import { folderKey } from "../deeds.ts";
import { endOf, readFile, touched, writeFile } from "../files.ts";
import { runShellText } from "../interpret.ts";
import { newIo } from "../io.ts";
import { inside } from "../roles.ts";
import { type Content, EMPTY, type Run } from "../state.ts";
import { asPattern, literal, unknownValue, type Value } from "../value.ts";
import { readCall } from "./tar-arguments.ts";

/** Options whose value is a command, which a shell reads: tar(1). */
const COMMANDS = new Set(
  "I --use-compress-program F --info-script --new-volume-script --to-command --rsh-command --rmt-command".split(" "),
);
const WRITTEN = new Set("g --listed-incremental --index-file --volno-file".split(" "));

export function runTar(program: string, args: readonly Value[], run: Run): Content {
  const call = readCall(args, run);
  const of = (...names: string[]) => call.values.filter(([name]) => names.includes(name)).map(([, value]) => value);
  for (const [name, value] of call.values) runOption(program, name, value, run);
  const [archive = literal("-")] = of("f", "--file");
  const places = inFolders(call.folders, run);
  if (run.collector.limited) return EMPTY;
  const last = places.at(-1) ?? run;
  const into = inFolders(of("--one-top-level"), last).at(-1) ?? last;
  for (const list of of("X", "--exclude-from")) readFile(list, run);
  const listed = of("T", "--files-from").flatMap((list) => namesIn(list, run));
  const toStdout = call.flags.has("O") || call.flags.has("--to-stdout");
  if (call.mode === "t" || call.mode === "d") {
    const content = archive.text === "-" ? run.stdin : readFile(archive, run);
    return { ...content, kind: "names", sources: [] };
  }
  if (call.mode === "x") {
    const content = archive.text === "-" ? run.stdin : readFile(archive, run);
    if (toStdout) return { sources: content.sources, kind: "content" };
    extract({ sources: content.sources, kind: "content" }, call.members.length > 0, into);
    return EMPTY;
  }
  if (call.mode === "") run.collector.worsen("partial");
  const members = [...call.members, ...listed.map((value) => ({ value, folders: call.folders.length }))].map(
    ({ value, folders }) => ({ value, where: places[folders] ?? run }),
  );
  const sources = members.map(({ value, where }) => endOf(touched(archived(value), "read", where, true)));
  const content: Content = { sources, kind: "content" };
  if (archive.text === "-") return content;
  writeFile(archive, call.mode === "c" ? "write" : "append", content, run);
  if (call.flags.has("--remove-files")) for (const { value, where } of members) touched(value, "delete", where, true);
  return EMPTY;
}

/** The members that a list names; one that is not known names any file. */
function namesIn(list: Value, run: Run): readonly Value[] {
  const { names, text, kind, sources } = list.text === "-" ? run.stdin : readFile(list, run);
  const lines =
    names ??
    text
      ?.split(/[\n\0]/)
      .filter((line) => line !== "")
      .map(literal);
  return lines ?? [unknownValue(kind === "content" ? "free" : "names", sources)];
}

/** bsdtar(1): `@archive` adds what is in it. */
function archived(value: Value): Value {
  return value.text.startsWith("@") ? { ...value, text: value.text.slice(1) } : value;
}

/** Members may be of any name; what is written is below the folder. */
function extract(content: Content, some: boolean, run: Run): void {
  writeFile({ text: some ? "./*" : ".", glob: true }, "write", content, run);
  if (run.frame.cwd !== undefined) run.frame.written.set(folderKey(run.frame.cwd), content);
}

/** The run in each of the folders that are changed into, after that where it starts. */
function inFolders(folders: readonly Value[], run: Run): readonly Run[] {
  const places = [run];
  for (const value of folders) {
    const here = places.at(-1) as Run;
    places.push(here.collector.limited ? here : { ...here, frame: { ...here.frame, cwd: folderOf(value, here) } });
  }
  return places;
}

function folderOf(value: Value, run: Run): string | undefined {
  const fact = touched(value, "mention", run);
  return asPattern(value).pattern ? undefined : fact.path;
}

/** Options that run programs, or write files of their own. */
function runOption(program: string, name: string, value: Value, run: Run): void {
  const inner = inside(program, {}, newIo(), run);
  if (COMMANDS.has(name)) runShellText(value, inner);
  else if (WRITTEN.has(name)) touched(value, "write", run);
  else if (name === "--checkpoint-action" && value.text.startsWith("exec=")) {
    runShellText({ ...value, text: value.text.slice("exec=".length) }, inner);
  } else if ((name === "f" || name === "--file") && /^[^/]+:/.test(value.text))
    run.collector.host(value.text, "connect");
}
