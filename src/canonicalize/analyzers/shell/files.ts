import type { FileAccess, FileFact, FlowEnd } from "../../../domain/facts.ts";
import type { Surroundings } from "../analysis.ts";
import { fileFact } from "../paths/index.ts";
import { onDescriptor } from "./descriptors.ts";
import { MAX_TOUCHES } from "./limits.ts";
import { looksForCredentials } from "./searched.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { asPattern, type Value } from "./value.ts";

/** Devices that are no files: reading them tells nothing, writing them changes nothing. */
const HARMLESS_DEVICES = new Set([
  "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty",
  "/dev/fd/0", "/dev/fd/1", "/dev/fd/2",
]); // biome-ignore format: one list

/** What a process substitution stands for. */
const SUBSTITUTION = /^\/dev\/fd\/\d+$/;

/** A file as a command touches it, where the command runs. Text that it was known to hold is not when it is changed. */
export function touched(value: Value, access: FileAccess, run: Run, recursive = false): FileFact {
  const fact = noted(value, access, run, recursive);
  if (CHANGES.has(access)) forget(fact.path, run);
  return fact;
}

/** A file that is not touched, as it would be found. */
export function factOf(value: Value, run: Run): FileFact {
  return fileFact(asPattern(value).text, "mention", run.context.at, surroundingsOf(run));
}

/** Where the line is by now: `cd` moves it. */
function surroundingsOf({ frame: { cwd }, context: { surroundings } }: Run): Surroundings {
  const { cwd: _, ...elsewhere } = surroundings;
  return cwd === undefined ? elsewhere : { ...surroundings, cwd };
}

const CHANGES: ReadonlySet<FileAccess> = new Set(["write", "append", "delete", "move"]);

/** Something else may be in the file than what the line wrote to it. */
export function forget(path: string, { frame: { written } }: Run): void {
  const before = written.get(path);
  if (before === undefined) return;
  const { text: _, ...rest } = before;
  written.set(path, rest);
}

function noted(value: Value, access: FileAccess, run: Run, recursive = false): FileFact {
  const { surroundings, at } = run.context;
  if (++run.budget.touches > MAX_TOUCHES) {
    run.collector.worsen("limit");
    return { at, path: "", access: "mention", classes: [], place: "unknown", pattern: true };
  }
  const { text, pattern } = asPattern(value);
  const fact = fileFact(text, access, at, surroundingsOf(run), {
    ...(pattern ? { pattern } : {}),
    ...(recursive ? { recursive } : {}),
    ...(run.elsewhere === undefined ? {} : { host: run.elsewhere }),
  });
  // Any name matches what a search for `*.txt` may find; the search itself says whether it is for credentials.
  const known = value.found === true && !looksForCredentials(text) ? { ...fact, classes: [] } : fact;
  if (HARMLESS_DEVICES.has(fact.path) || SUBSTITUTION.test(value.text)) return { ...fact, access: "mention" };
  // The name of a file that is worked out while the line runs can be any file's.
  if (value.unknown === "computed") run.collector.worsen("partial");
  run.collector.file(known);
  for (const [link, target] of run.frame.links) {
    if (known.path !== link && !known.path.startsWith(`${link}/`)) continue;
    const through = fileFact(
      `${target}${known.path.slice(link.length)}` || "/",
      access,
      at,
      surroundings,
      recursive ? { recursive } : {},
    );
    run.collector.file(through);
    if (access === "read") return { ...known, classes: [...new Set([...known.classes, ...through.classes])] };
  }
  return known;
}

export function endOf(fact: FileFact): FlowEnd {
  return { kind: "file", value: fact.path, classes: fact.classes };
}

/** Reads a file; what was written to it before in the same line is what it holds. */
export function readFile(value: Value, run: Run): Content {
  const substituted = SUBSTITUTION.test(value.text) ? run.frame.written.get(value.text) : undefined;
  if (substituted !== undefined) return substituted;
  const fact = touched(value, "read", run);
  const open = onDescriptor(fact.path, run) ?? onDescriptor(value.text, run);
  if (open !== undefined) return open;
  if (fact.access === "mention") return EMPTY;
  const written = run.frame.written.get(fact.path);
  const end = endOf(fact);
  return written === undefined
    ? { sources: [end], kind: "content" }
    : { ...written, sources: [...written.sources, end] };
}

export function writeFile(value: Value, access: "write" | "append", content: Content, run: Run): void {
  const fact = noted(value, access, run);
  if (fact.access === "mention") return;
  for (const from of content.sources)
    if (from.classes.length > 0 || from.kind === "host") run.collector.flow(from, endOf(fact));
  // What changes a file in place, a compressor for one, says nothing of what it writes.
  const kept = access === "append" || run.maybe || (content.sources.length === 0 && content.text === undefined);
  const before = kept ? run.frame.written.get(fact.path) : undefined;
  const { text, ...rest } = content;
  const whole =
    access === "write" && before === undefined
      ? text
      : before?.text === undefined || text === undefined
        ? undefined
        : before.text + text;
  run.frame.written.set(fact.path, {
    ...rest,
    sources: [...(before?.sources ?? []), ...content.sources],
    ...(whole === undefined ? {} : { text: whole }),
  });
}

/** What is named to a program that nobody described, and holds credentials, is read. */
export function readIfSensitive(value: Value, run: Run): void {
  if (!value.text.includes("/")) return;
  const { classes } = factOf(value, run);
  if (classes.some((name) => name.startsWith("credential."))) touched(value, "read", run);
}
