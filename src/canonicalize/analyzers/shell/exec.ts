import { partOf } from "../analysis.ts";
import { runScriptFile } from "./interpret.ts";
import { MAX_ALTERNATIVES, MAX_COMMANDS, MAX_SHELL_DEPTH } from "./limits.ts";
import { readArguments } from "./options.ts";
import { runProgram } from "./program.ts";
import { type Content, EMPTY, type Run } from "./state.ts";
import { isKnown, literal, shown, unknownValue, type Value } from "./value.ts";
import { runScript } from "./walk.ts";

/** Folders of the system's own programs: a program there is the one of that name. */
const SYSTEM_FOLDERS = /^(?:\/(?:usr\/(?:local\/)?)?s?bin|\/opt\/homebrew\/bin|\/bin|\/snap\/bin)\/([^/]+)$/;

/** Runs one simple command; what it prints. */
export function execCommand(argv: readonly Value[], run: Run): Content {
  const [name, ...args] = argv;
  if (name === undefined || name.text === "") return EMPTY;
  if (run.depth > MAX_SHELL_DEPTH || ++run.budget.commands > MAX_COMMANDS) {
    run.collector.worsen("limit");
    return EMPTY;
  }
  if (!isKnown(name)) return unknownProgram("", args, run, shown(name));
  const program = SYSTEM_FOLDERS.exec(name.text)?.[1] ?? name.text;
  const body = run.frame.functions.get(program);
  if (body !== undefined) return callFunction(program, body, args, run);
  if (program.includes("/")) return execFile(name, args, run);
  const spec = run.find(program);
  if (spec === undefined) return unknownProgram(program, args, run, program);
  const before = run.collector.size;
  const content = runProgram(program, spec, args, run, []);
  // Where it leads was said when the folder was put on the stack.
  if (program === "popd") run.frame.cwd = undefined;
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
