import { posix } from "node:path";
import { partOf } from "../analysis.ts";
import { afterBuiltin } from "./builtins.ts";
import { all } from "./contents.ts";
import { factOf, readIfSensitive } from "./files.ts";
import { runScriptFile } from "./interpret.ts";
import { MAX_COMMANDS, MAX_FIELDS, MAX_SHELL_DEPTH } from "./limits.ts";
import { runProgram } from "./program.ts";
import { type Content, childFrame, EMPTY, type Run } from "./state.ts";
import { isKnown, shown, type Value } from "./value.ts";
import { runScript } from "./walk.ts";

/** Folders of the system's own programs: a program there is the one of that name. */
const SYSTEM_FOLDERS = /^(?:\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/homebrew\/bin|\/bin|\/snap\/bin)\/([^/]+)$/;

/** Runs one simple command; what it prints. Only what the shell itself reads (`direct`) can be one of its functions. */
export function execCommand(argv: readonly Value[], run: Run, direct = false): Content {
  const [name, ...args] = argv;
  if (name === undefined || name.text === "") return EMPTY;
  if (run.depth > MAX_SHELL_DEPTH || ++run.budget.commands > MAX_COMMANDS) {
    run.collector.worsen("limit");
    return EMPTY;
  }
  if (!isKnown(name)) return unknownProgram("", args, run, shown(name));
  const body = direct ? run.frame.functions.get(name.text) : undefined;
  if (body === undefined) return execProgram(name, args, run);
  if (!run.frame.doubtful.has(name.text)) return callFunction(name.text, body, args, run);
  const inside = run.via.includes(`${name.text}()`);
  return all([...(inside ? [] : [callFunction(name.text, body, args, run)]), execProgram(name, args, run)]);
}

function execProgram(name: Value, args: readonly Value[], run: Run): Content {
  const path = resolved(name.text, run);
  const program = SYSTEM_FOLDERS.exec(path)?.[1] ?? name.text;
  if (program.includes("/")) return execFile(name, args, run);
  const spec = run.find(program);
  if (spec === undefined) return unknownProgram(program, args, run, program);
  const before = run.collector.size;
  const content = runProgram(program, spec, args, run, []);
  const printed = afterBuiltin(program, spec, args, content, run);
  run.collector.command({ program, via: run.via, known: true, verbs: run.collector.verbsSince(before) });
  return printed;
}

/** A program's path as the kernel finds it. */
function resolved(text: string, { frame: { cwd } }: Run): string {
  if (!text.includes("/")) return text;
  const path = text.startsWith("/") || cwd === undefined ? text : `${cwd}/${text}`;
  // Two slashes at the start are one; what is below the root of a process is what is below the root.
  return posix.normalize(`/${path}`).replace(/^\/+(?:proc\/(?:self|thread-self|\d+)\/root\/)?/, "/");
}

function callFunction(name: string, body: Parameters<typeof runScript>[0], args: readonly Value[], run: Run): Content {
  if (run.via.includes(`${name}()`)) {
    // bash(1): a function that starts itself twice, as `:(){ :|:& };:` does, takes all processes that there are.
    run.collector.signal("destruction.resources", name);
    return EMPTY;
  }
  const frame = { ...run.frame, positional: args };
  const content = runScript(body, { ...run, frame, via: [...run.via, `${name}()`], depth: run.depth + 1 });
  run.frame.cwd = frame.cwd;
  return content;
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

/**
 * A program named by its path: a file that is run. What it does with its arguments nobody knows, but one outside of the
 * workspace that has the name of a known program is taken for that program, wherever it was installed; and credentials
 * that it is given the names of are read.
 */
function execFile(name: Value, args: readonly Value[], run: Run): Content {
  const before = run.collector.size;
  const script = runScriptFile(name, undefined, { ...run, frame: { ...childFrame(run.frame), positional: args } });
  const program = name.text.slice(name.text.lastIndexOf("/") + 1);
  const spec = run.find(program);
  const installed = spec !== undefined && factOf(name, run).place === "system";
  const content = installed ? all([script, runProgram(program, spec, args, run, [])]) : script;
  if (!installed) for (const value of args.slice(0, MAX_FIELDS)) readIfSensitive(value, run);
  if (args.length > MAX_FIELDS) run.collector.worsen("partial");
  run.collector.command({ program, via: run.via, known: false, verbs: run.collector.verbsSince(before) });
  for (const value of args) if (value.unknown === "computed") run.collector.worsen("partial");
  return content;
}
