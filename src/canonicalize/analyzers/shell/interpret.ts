import { posix } from "node:path";
import type { FileFact, FlowEnd } from "../../../domain/facts.ts";
import { type Analysis, partOf } from "../analysis.ts";
import { fileFact, fileResource } from "../paths/index.ts";
import { folderKey } from "./deeds.ts";
import { onDescriptor } from "./descriptors.ts";
import { forget, touched } from "./files.ts";
import { type Io, newIo, recordFlows } from "./io.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { asPattern, isKnown, literal, shown, type Value } from "./value.ts";
import { runText } from "./walk.ts";

const SHELLS = new Set([undefined, "shell", "sh", "bash"]);

/** One string of shell, e.g. of `sh -c`. */
export function runShellText(value: Value, run: Run): Content {
  // Names and what is set outside stand in it like wildcards: where one is a program, it is an unknown one.
  const content = runText(asPattern(value).text, run);
  if (value.unknown === "computed") unknownText(run, shown(value));
  return value.unknown === undefined ? content : { ...content, kind: "content" };
}

function unknownText(run: Run, detail: string): void {
  run.collector.signal("execution.unknown_text", detail);
  run.collector.worsen("partial");
  run.collector.does("process.exec");
}

/** A program text in another language, e.g. of `python -c`. */
export function runCode(kind: "code" | "sql", value: Value, language: string | undefined, io: Io, run: Run): void {
  if (kind === "code" && SHELLS.has(language)) {
    io.printed.push(runShellText(value, run));
    return;
  }
  const analysis = run.context.nested(kind, value.text, language);
  if (!isKnown(value)) run.collector.worsen("partial");
  run.collector.absorb(analysis);
  for (const host of analysis.facts.hosts ?? []) {
    const end: FlowEnd = { kind: "host", value: host.host, classes: host.classes };
    if (host.access !== "fetch") io.sinks.push(end);
    if (host.access !== "upload") io.sources.push(end);
  }
  for (const file of analysis.facts.files ?? []) {
    inFolder(file, run);
    if (file.access !== "read") forget(file.path, run);
    if (file.access === "read") io.sources.push({ kind: "file", value: file.path, classes: file.classes });
  }
  if (reachesOut(analysis)) io.sources.push(...run.stdin.sources);
}

/** A relative path in a program is below the folder that the line has gone to. */
function inFolder({ path, access }: FileFact, run: Run): void {
  const { cwd } = run.context.surroundings;
  const moved = run.frame.cwd;
  if (cwd === undefined || moved === cwd || !path.startsWith(`${cwd}/`)) return;
  const rest = path.slice(cwd.length + 1);
  touched(literal(moved === undefined ? rest : `${moved}/${rest}`), access, run);
}

function reachesOut({ facts }: Analysis): boolean {
  return (facts.hosts ?? []).some(({ access }) => access !== "mention");
}

/** Interpreters that take modules by address: deno(1), node(1) `--import`. */
const CODE_URL = /^(?:https?|data|blob|npm|jsr):/i;

function runAddress(value: Value, language: string | undefined, run: Run): Content {
  run.collector.part(partOf("code.run"));
  if (/^https?:/i.test(value.text)) {
    run.collector.host(asPattern(value).text, "fetch");
    run.collector.signal("execution.from_network", language ?? "shell");
  } else if (/^(?:npm|jsr):/i.test(value.text)) run.collector.does("code.install");
  else unknownText(run, shown(value));
  return { sources: [], kind: "content" };
}

/** A file that is run as a program. What the same line wrote into it is looked at. */
export function runScriptFile(value: Value, language: string | undefined, run: Run): Content {
  if (value.text === "-") return runInput(language, newIo(), run);
  if (CODE_URL.test(value.text)) return runAddress(value, language, run);
  const fact = touched(value, "execute", run);
  const open = onDescriptor(fact.path, run) ?? onDescriptor(value.text, run);
  if (open !== undefined) return runInput(language, newIo(), { ...run, stdin: open });
  const written = run.frame.written.get(fact.access === "mention" ? value.text : fact.path);
  if (fact.access === "mention" && written !== undefined)
    return runInput(language, newIo(), { ...run, stdin: written });
  if (written !== undefined) {
    const fromHost = written.sources.some(({ kind }) => kind === "host");
    run.collector.signal(
      fromHost ? "execution.downloaded" : written.decoded ? "execution.decoded" : "execution.written",
      fact.path,
    );
    if (written.text !== undefined && SHELLS.has(language))
      return runText(written.text, { ...run, depth: run.depth + 1 });
  }
  const unpacked = run.frame.written.get(folderKey(posix.dirname(fact.path)));
  if (written === undefined && unpacked?.sources.some((end) => isForeign(end, run)) === true) {
    run.collector.signal("execution.written", fact.path);
  }
  run.collector.part(partOf("code.run", { resource: fileResource(fact) }));
  return { sources: [], kind: "content" };
}

/** Whether data came from elsewhere than the workspace. */
function isForeign({ kind, value }: FlowEnd, { context }: Run): boolean {
  if (kind !== "file") return kind === "host";
  return fileFact(value, "mention", context.at, context.surroundings).place !== "workspace";
}

/** Standard input is run as a program, because nothing else was given. */
export function runInput(language: string | undefined, io: Io, run: Run): Content {
  const { stdin } = run;
  if (stdin.text === "") return EMPTY;
  if (stdin.decoded === true) run.collector.signal("execution.decoded", language ?? "shell");
  io.sinks.push({ kind: "interpreter", value: language ?? "shell", classes: [] });
  io.sources.push(...stdin.sources);
  recordFlows(io, run);
  if (stdin.text !== undefined) {
    if (SHELLS.has(language)) return runText(stdin.text, { ...run, stdin: EMPTY, depth: run.depth + 1 });
    runCode("code", { text: stdin.text }, language, io, { ...run, stdin: EMPTY });
    return { sources: io.sources, kind: "content" };
  }
  if (stdin.sources.some(({ kind }) => kind === "host"))
    run.collector.signal("execution.from_network", language ?? "shell");
  unknownText(run, language ?? "shell");
  return { sources: stdin.sources, kind: "content" };
}
