import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { HookAgentName } from "../../hooks/event.ts";
import { DEFAULT_TIMEOUT_MS } from "../hook/settings.ts";
import { type Finding, type HookEntry, type Place, problemsOf } from "./entry.ts";

/** To start on a busy machine, before its own time begins. */
const START_MS = 5_000;
/** Long enough for a hook that only reads that there is no input. */
const PROBE_TIMEOUT_MS = 60_000;

/** How an agent takes a hook that crashes or is not found. */
export interface FailureForm {
  /** Whether it runs the tool then. */
  readonly goesOn: boolean;
  /** What the settings can say so that it does not; none where only the command itself can see to it. */
  readonly setting?: string;
}

const EVERY_TOOL: readonly (string | undefined)[] = [undefined, "", "*", ".*", "^.*$"];

/** What in one entry can let a tool run that Writ was not asked about. */
export function inspectEntry(
  agent: HookAgentName,
  entry: HookEntry,
  failure: FailureForm,
  place: Place,
  probe: boolean,
): readonly Finding[] {
  const { file, command, type, matcher, partly, failsClosed } = entry;
  const problem = problemsOf(agent, file);
  const found: Finding[] = [];
  if (!EVERY_TOOL.includes(matcher))
    found.push(problem("matcher_partial", `matcher ${JSON.stringify(matcher)} leaves tools out`));
  if (partly !== undefined) found.push(problem("asked_partly", partly));
  if (type === "http") {
    const how = agent === "claude-code" ? '; use the command, or set "onFailure": "block"' : "; use the command";
    if (!failsClosed) found.push(problem("http_goes_on", `when nobody answers by HTTP the tool runs${how}`));
    return found;
  }
  if (failure.goesOn && !failsClosed && !guards(command)) {
    const how =
      failure.setting === undefined ? "end the command with" : `set ${failure.setting}, or end the command with`;
    found.push(
      problem("failure_goes_on", `a hook that is missing or crashes lets the tool run; ${how} || { …; exit 2; }`),
    );
  }
  found.push(...inspectTimes(entry, problem), ...inspectProgram(command, place, problem));
  if (probe && found.every(({ code }) => code !== "program_missing"))
    found.push(...probeCommand(command, place, problem));
  return found;
}

/** A shell that turns every failure of the command into the one exit code that stops the tool. */
function guards(command: string): boolean {
  return /\|\|[^|]*\bexit 2\b/.test(command);
}

type Problem = ReturnType<typeof problemsOf>;

function inspectTimes({ command, timeout_ms }: HookEntry, problem: Problem): readonly Finding[] {
  const own = Number(/--timeout[= ](\d+)/.exec(command)?.[1] ?? DEFAULT_TIMEOUT_MS);
  if (timeout_ms === undefined || timeout_ms >= own + START_MS) return [];
  const least = `the hook takes up to ${own} ms and ${START_MS} ms to start`;
  return [problem("timeout_short", `the agent gives up after ${timeout_ms} ms and runs the tool; ${least}`)];
}

function inspectProgram(command: string, { env }: Place, problem: Problem): readonly Finding[] {
  const word = /^\s*(?:[A-Za-z_][A-Za-z0-9_]*=\S*\s+)*(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(command);
  const program = word?.[1] ?? word?.[2] ?? word?.[3] ?? "";
  const places = isAbsolute(program)
    ? [program]
    : (env["PATH"] ?? "").split(delimiter).map((dir) => join(dir, program));
  if (program !== "" && places.some(isExecutable)) return [];
  return [problem("program_missing", `${JSON.stringify(program)} is no program that is found here`)];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs the command as the agent would, without input: it has to say that nothing may run. */
function probeCommand(command: string, { project, env }: Place, problem: Problem): readonly Finding[] {
  const { status, stderr } = spawnSync("sh", ["-c", command], {
    cwd: project,
    env,
    input: "",
    encoding: "utf8",
    timeout: PROBE_TIMEOUT_MS,
  });
  if (status === 2 && stderr.trim() !== "") return [];
  return [problem("probe_failed", `run without input it ends with ${status ?? "no status"}, not with 2 and a reason`)];
}
