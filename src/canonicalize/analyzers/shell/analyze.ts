import { type Analysis, type AnalysisContext, NOTHING } from "../analysis.ts";
import { Collector } from "../collector.ts";
import { execCommand } from "./exec.ts";
import { MAX_SHELL_CHARS } from "./limits.ts";
import { findProgram } from "./programs/index.ts";
import { newFrame, type Run, TERMINAL } from "./state.ts";
import { literal } from "./value.ts";
import { runScript, runText } from "./walk.ts";

/**
 * What a command could do: a line or script of sh or bash, or an argument vector, which no shell reads. Looks at every
 * simple command that could run, after unwrapping what runs others, and follows data through pipes, redirections,
 * substitutions and files. Words that the text does not determine are unknown values.
 * Sources: POSIX.1-2024 Shell Command Language; bash(1).
 */
export function analyzeShell(input: string | readonly string[], context: AnalysisContext): Analysis {
  const length = typeof input === "string" ? input.length : input.reduce((sum, word) => sum + word.length + 1, 0);
  if (length > MAX_SHELL_CHARS) return { ...NOTHING, parse: "limit" };
  const collector = new Collector(context.at);
  const run = newRun(context, collector);
  try {
    if (typeof input === "string") runText(input, run);
    else execCommand(input.map(literal), run);
  } catch (error) {
    // The parser calls itself for what stands in brackets, and quotes can hide from us how many there are.
    if (!(error instanceof RangeError)) throw error;
    collector.worsen("limit");
  }
  return collector.finish();
}

export function newRun(context: AnalysisContext, collector: Collector, find: Run["find"] = findProgram): Run {
  return {
    context,
    collector,
    find,
    frame: newFrame(context.surroundings.cwd),
    via: [],
    descriptors: new Map(),
    depth: 0,
    budget: { commands: 0, touches: 0 },
    stdin: TERMINAL,
    maybe: false,
    script: runScript,
    exec: execCommand,
  };
}
