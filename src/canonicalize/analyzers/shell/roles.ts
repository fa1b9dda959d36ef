import type { FlowEnd } from "../../../domain/facts.ts";
import { partOf } from "../analysis.ts";
import { setVariable } from "./assign.ts";
import { endOf, factOf, readFile, readIfSensitive, touched } from "./files.ts";
import { runCode, runScriptFile, runShellText } from "./interpret.ts";
import type { Io } from "./io.ts";
import type { ProgramSpec, Role } from "./spec.ts";
import { type Content, childFrame, type Frame, type Run } from "./state.ts";
import { asPattern, HOLE, isKnown, literal, shown, type Value } from "./value.ts";

/** `host:path` of scp and rsync: the colon stands before any slash, and no drive letter before it. */
const REMOTE_PATH = /^(?:\[[^\]]+\]|[^/:[\]]{2,}):(?!\/\/)/;
/** A scheme: the operand is a URL. */
const URL_SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//;
/** Builtins whose `NAME=value` stays for what follows. */
const SETS_VARIABLES = new Set(["export", "declare", "typeset", "readonly", "local", "setenv"]);

/** What one operand or option value of a program comes to. */
export function applyRole(role: Role, value: Value, program: string, spec: ProgramSpec, io: Io, run: Run): void {
  if (value.sources !== undefined) io.sources.push(...value.sources);
  switch (role) {
    case "text":
    case "mention":
      // What a script is given the name of, it reads.
      if (io.hasScript && spec.language !== undefined) readIfSensitive(value, run);
      return;
    case "read":
    case "copy_from":
      take(value.text === "-" ? run.stdin : readFile(value, here(io, run)), io);
      return;
    case "list":
      touched(value, "list", here(io, run));
      return;
    case "search":
      io.sources.push(endOf(touched(value, "read", here(io, run), io.recursive)));
      return;
    case "write":
    case "copy_to":
    case "move_to":
    case "append":
      if (value.text !== "-") io.writes.push({ value, access: role === "append" ? "append" : "write" });
      return;
    case "delete":
      touched(value, "delete", here(io, run));
      return;
    case "move_from":
      take(readFile(value, here(io, run)), io);
      touched(value, "move", here(io, run));
      return;
    case "permission":
      touched(value, "permission", here(io, run));
      return;
    case "chdir":
      changeFolder(value, run);
      return;
    case "at_file":
      applyAtFile(value, program, spec, io, run);
      return;
    case "environment":
      setFromText(value, program, run);
      return;
    case "process":
      run.collector.does("process.kill");
      return;
    default:
      applyActive(role, value, program, spec, io, run);
  }
}

/** `@path`, in a form `name=@path` and `name=<path`, to be encoded `name@path`: curl(1). */
const AT_FILE = /^(?:(?:[^=@<]*=)?[@<]|[\w.-]+@(?=[/~.]))(.*)$/s;

function applyAtFile(value: Value, program: string, spec: ProgramSpec, io: Io, run: Run): void {
  const path = AT_FILE.exec(value.text)?.[1];
  if (path !== undefined)
    applyRole("read", { ...value, text: path.replace(/;(?:type|filename)=.*$/s, "") }, program, spec, io, run);
}

/** Roles that reach the network or run something. */
function applyActive(role: Role, value: Value, program: string, spec: ProgramSpec, io: Io, run: Run): void {
  switch (role) {
    case "fetch": {
      const end = reach(value, "fetch", io, run);
      io.sources.push(end);
      // What stands in an address is sent to it.
      if (value.sources !== undefined) io.sinks.push(end);
      return;
    }
    case "upload":
      io.sinks.push(reach(value, "upload", io, run));
      return;
    case "connect": {
      const end = reach(value, "connect", io, run);
      io.sources.push(end);
      io.sinks.push(end);
      return;
    }
    case "listen":
      run.collector.does("net.listen");
      run.collector.signal("network.listen", program);
      return;
    case "scan":
      reach(value, "scan", io, run);
      return;
    case "lookup": {
      if (value.text.startsWith("-") || value.text.startsWith("+")) return;
      const end = reach(value, "fetch", io, run);
      if (value.unknown === "computed" || value.unknown === "names") {
        run.collector.signal("network.dns_data", program);
        io.sinks.push(end);
      }
      return;
    }
    case "remote":
      io.elsewhere = reach(value, "connect", io, run).value;
      return;
    case "copy_remote_from":
      copyRemote(value, true, io, run);
      return;
    case "copy_remote_to":
      copyRemote(value, false, io, run);
      return;
    case "script":
      io.hasScript = true;
      io.printed.push(runScriptFile(value, spec.language, here(io, run)));
      return;
    case "shell":
      io.hasScript = true;
      io.printed.push(runShellText(value, inside(program, spec, io, run)));
      return;
    case "code":
      io.hasScript = true;
      runCode("code", value, spec.language, io, run);
      return;
    case "sql":
      io.hasScript = true;
      runCode("sql", value, spec.language, io, run);
  }
}

/** A command of its own: the rest of the arguments. */
export function applyCommand(argv: readonly Value[], program: string, spec: ProgramSpec, io: Io, run: Run): void {
  io.hasScript = true;
  if (argv.length === 0) return;
  const assignments = argv.findIndex(({ text }) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(text));
  const inner = inside(program, spec, io, run);
  const first = assignments < 0 ? argv.length : assignments;
  for (const value of argv.slice(0, first)) setFromText(value, program, inner);
  if (first < argv.length) io.printed.push(inner.exec(argv.slice(first), inner));
}

/** Builtins that run what they are given in the shell itself: folders, variables and functions stay as it leaves them. */
const SAME_SHELL = new Set([".", "builtin", "command", "eval", "source", "trap"]);

/** Where what a program runs is. */
export function inside(program: string, spec: ProgramSpec, io: Io, run: Run): Run {
  const elsewhere = spec.elsewhere === true || io.elsewhere !== undefined ? (io.elsewhere ?? program) : run.elsewhere;
  if (spec.raises === true) {
    run.collector.signal("privilege.raise", program);
    run.collector.part(partOf("process.exec", { resource: { type: "program", uri: `program:${program}` } }));
  }
  return {
    ...run,
    frame: SAME_SHELL.has(program) ? run.frame : otherFrame(run.frame),
    via: [...run.via, program],
    depth: run.depth + 1,
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

/** Another shell has the functions that were exported, which nobody followed. */
function otherFrame(frame: Frame): Frame {
  return { ...childFrame(frame), doubtful: new Set([...frame.doubtful, ...frame.functions.keys()]) };
}

function here(io: Io, run: Run): Run {
  return io.elsewhere === undefined ? run : { ...run, elsewhere: io.elsewhere };
}

function take(content: Content, io: Io): void {
  io.sources.push(...content.sources);
}

function reach(value: Value, access: "fetch" | "upload" | "connect" | "scan", io: Io, run: Run): FlowEnd {
  // A host of which part is unknown is no host that anybody could have named.
  const text = value.text.includes(HOLE) ? asPattern(value).text : value.text;
  if (access === "fetch" && /^file:/i.test(text)) {
    const content = readFile({ ...value, text: decodeURI(text.replace(/^file:(?:\/\/)?/i, "")) }, run);
    take(content, io);
  }
  const fact = run.collector.host(text, access);
  return { kind: "host", value: fact.host, classes: fact.classes };
}

function copyRemote(value: Value, from: boolean, io: Io, run: Run): void {
  const { text } = value;
  const url = URL_SCHEME.test(text);
  const remote = url ? text : REMOTE_PATH.exec(text)?.[0].slice(0, -1);
  if (remote === undefined) {
    applyRole(from ? "copy_from" : "copy_to", value, "", {}, io, run);
    return;
  }
  // Without a scheme it is ssh, which logs in with the keys of who runs it.
  const end = reach({ ...value, text: remote }, from ? (url ? "fetch" : "connect") : "upload", io, run);
  (from ? io.sources : io.sinks).push(end);
}

function changeFolder(value: Value, run: Run): void {
  if (value.text === "-" || !isKnown(value)) {
    run.frame.cwd = undefined;
    return;
  }
  const fact = touched(value, "mention", run);
  // Out of a folder that is nobody's workspace, and perhaps not: where the line is then is not known.
  if (run.maybe && run.frame.cwd !== run.context.surroundings.cwd && isStrange(run)) {
    run.frame.cwd = undefined;
    return;
  }
  run.frame.cwd = fact.path.startsWith("/") || /^[A-Za-z]:/.test(fact.path) ? fact.path : undefined;
}

function isStrange(run: Run): boolean {
  return !["workspace", "temporary"].includes(factOf(literal("."), run).place);
}

function setFromText(value: Value, program: string, run: Run): void {
  const equals = value.text.indexOf("=");
  if (equals > 0) {
    setVariable(
      value.text.slice(0, equals),
      [{ ...value, text: value.text.slice(equals + 1) }],
      SETS_VARIABLES.has(program) || run.via.at(-1) === program ? run : { ...run, frame: childFrame(run.frame) },
      SETS_VARIABLES.has(program),
    );
  } else if (!isKnown(value)) run.collector.command({ program: shown(value), via: run.via, known: false, verbs: [] });
}
