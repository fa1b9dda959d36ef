import type { FlowEnd } from "../../../../domain/facts.ts";
import { endOf, readFile, touched, writeFile } from "../files.ts";
import { newIo } from "../io.ts";
import { inside } from "../roles.ts";
import { type Content, EMPTY, type Run } from "../state.ts";
import { asPattern, literal, type Value } from "../value.ts";

/** tar(1): letters of options that take a value, in a bundle too. */
const VALUED = new Set([..."fCTXIbVgKLNFH"]);
const LONG_VALUED = new Set(
  `--file --directory --files-from --exclude-from --exclude --use-compress-program --blocking-factor --label --listed-incremental
  --starting-file --tape-length --newer --newer-mtime --after-date --info-script --new-volume-script --to-command --checkpoint-action
  --rsh-command --rmt-command --transform --xform --owner --group --mode --mtime --strip-components --suffix --format --warning
  --exclude-tag --exclude-vcs-ignores --owner-map --group-map --sort --occurrence --record-size --volno-file --index-file --pax-option
  --add-file --quoting-style --hole-detection --level --clamp-mtime`.split(/\s+/),
);
const FLAGS = /^[AcdrtuxWzjJZahiklmnopPsSUvwBGMOE]$/;
const LONG_MODES: Readonly<Record<string, string>> = {
  "--create": "c", "--extract": "x", "--get": "x", "--list": "t", "--append": "r", "--update": "u", "--diff": "d",
  "--compare": "d", "--delete": "r", "--catenate": "A", "--concatenate": "A",
}; // biome-ignore format: one list

interface Call {
  mode: string;
  readonly values: [name: string, value: Value][];
  readonly members: Value[];
  readonly flags: Set<string>;
}

export function runTar(program: string, args: readonly Value[], run: Run): Content {
  const call = readCall(args, run);
  const of = (...names: string[]) => call.values.filter(([name]) => names.includes(name)).map(([, value]) => value);
  for (const [name, value] of call.values) runOption(program, name, value, run);
  const [archive = literal("-")] = of("f", "--file");
  const folder = of("C", "--directory").at(-1);
  const inFolder: Run = folder === undefined ? run : { ...run, frame: { ...run.frame, cwd: folderOf(folder, run) } };
  for (const list of of("T", "--files-from", "X", "--exclude-from")) readFile(list, run);
  const toStdout = call.flags.has("O") || call.flags.has("--to-stdout");
  if (call.mode === "t" || call.mode === "d") {
    const content = archive.text === "-" ? run.stdin : readFile(archive, run);
    return { ...content, kind: "names", sources: [] };
  }
  if (call.mode === "x") {
    const content = archive.text === "-" ? run.stdin : readFile(archive, run);
    if (toStdout) return { sources: content.sources, kind: "content" };
    // Members may be of any name; what is written is below the folder.
    writeFile(
      { text: call.members.length === 0 ? "." : "./*", glob: true },
      "write",
      { sources: content.sources, kind: "content" },
      inFolder,
    );
    return EMPTY;
  }
  if (call.mode === "") run.collector.worsen("partial");
  const sources: FlowEnd[] = call.members.map((member) => endOf(touched(member, "read", inFolder, true)));
  const content: Content = { sources, kind: "content" };
  if (archive.text === "-") return content;
  writeFile(archive, call.mode === "c" ? "write" : "append", content, run);
  if (call.flags.has("--remove-files")) for (const member of call.members) touched(member, "delete", inFolder, true);
  return EMPTY;
}

function folderOf(value: Value, run: Run): string | undefined {
  const fact = touched(value, "mention", run);
  return asPattern(value).pattern ? undefined : fact.path;
}

/** Options that run programs. */
function runOption(program: string, name: string, value: Value, run: Run): void {
  const inner = inside(program, {}, newIo(), run);
  if (
    [
      "I",
      "--use-compress-program",
      "F",
      "--info-script",
      "--new-volume-script",
      "--to-command",
      "--rsh-command",
      "--rmt-command",
    ].includes(name)
  ) {
    inner.exec(value.text.split(" ").map(literal), inner);
  } else if (name === "--checkpoint-action" && value.text.startsWith("exec=")) {
    run.collector.absorb(run.context.nested("shell", value.text.slice("exec=".length)));
  } else if ((name === "f" || name === "--file") && /^[^/]{2,}:/.test(value.text))
    run.collector.host(value.text, "connect");
}

function readCall(args: readonly Value[], run: Run): Call {
  const call: Call = { mode: "", values: [], members: [], flags: new Set() };
  const rest = [...args];
  const [first] = rest;
  if (first !== undefined && !first.text.startsWith("-") && /^[A-Za-z]+$/.test(first.text)) {
    rest.shift();
    readBundle(first.text, rest, call, run, true);
  }
  while (rest.length > 0) {
    const value = rest.shift() as Value;
    const { text } = value;
    if (text === "--") call.members.push(...rest.splice(0));
    else if (text.startsWith("--")) readLong(value, rest, call);
    else if (text.startsWith("-") && text !== "-") readBundle(text.slice(1), rest, call, run, false);
    else call.members.push(value);
  }
  return call;
}

function readLong(value: Value, rest: Value[], call: Call): void {
  const equals = value.text.indexOf("=");
  const name = equals < 0 ? value.text : value.text.slice(0, equals);
  const mode = LONG_MODES[name];
  if (mode !== undefined) call.mode ||= mode;
  else if (equals >= 0) call.values.push([name, { ...value, text: value.text.slice(equals + 1) }]);
  else if (LONG_VALUED.has(name) && rest.length > 0) call.values.push([name, rest.shift() as Value]);
  else call.flags.add(name);
}

/** Letters; in the old style (without a hyphen) their values follow in order, else the rest of the word is one. */
function readBundle(letters: string, rest: Value[], call: Call, run: Run, old: boolean): void {
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as string;
    if (VALUED.has(letter)) {
      const inline = old ? "" : letters.slice(i + 1);
      const value = inline === "" ? rest.shift() : literal(inline);
      if (value !== undefined) call.values.push([letter, value]);
      if (!old) return;
    } else if ("cxtrudA".includes(letter)) call.mode ||= letter;
    else if (FLAGS.test(letter) || /\d/.test(letter)) call.flags.add(letter);
    else run.collector.worsen("partial");
  }
}
