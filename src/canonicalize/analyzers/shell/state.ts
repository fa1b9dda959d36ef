import type { CompoundList, Script } from "unbash";
import type { FlowEnd } from "../../../domain/facts.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { Collector } from "../collector.ts";
import type { ProgramSpec } from "./spec.ts";
import type { Value } from "./value.ts";

/** What a command prints, or what a file holds. */
export interface Content {
  /** Where the data could have come from. */
  readonly sources: readonly FlowEnd[];
  /** All of it, where that can be worked out. */
  readonly text?: string;
  /** The names of files that it consists of. */
  readonly names?: readonly Value[];
  /** Only names of files, or counts and the like: nothing that a file holds. */
  readonly kind: "content" | "names" | "facts";
  /** It was decoded from a form that cannot be read as it is. */
  readonly decoded?: boolean;
  /** It never ends by itself. */
  readonly endless?: boolean;
}

export const EMPTY: Content = { sources: [], text: "", kind: "facts" };

/** What somebody may type while the line runs. */
export const TERMINAL: Content = { sources: [{ kind: "input", value: "", classes: [] }], kind: "facts" };

/** What a body of commands runs with. Copied for subshells, so that what they set does not come back. */
export interface Frame {
  readonly variables: Map<string, readonly Value[]>;
  readonly functions: Map<string, Pick<CompoundList | Script, "commands">>;
  /** Functions that may not be there when they are called, so that the program of their name may run. */
  readonly doubtful: Set<string>;
  /** What `exec 3<file` opened, by number. */
  readonly descriptors: Map<number, Content>;
  /** Files that were written before in the same line, by their normal path. */
  readonly written: Map<string, Content>;
  /** What the line's own symbolic links lead to, by their normal paths. */
  readonly links: Map<string, string>;
  /** `$1` and so on. */
  positional: readonly Value[];
  cwd: string | undefined;
}

/** One line that is being looked at. */
export interface Run {
  readonly context: AnalysisContext;
  readonly collector: Collector;
  readonly frame: Frame;
  /** What runs the present command, outermost first. */
  readonly via: readonly string[];
  /** The other machine or container that it runs on. */
  readonly elsewhere?: string;
  readonly depth: number;
  readonly budget: { commands: number; touches: number };
  /** What stands on standard input. */
  readonly stdin: Content;
  /** What the redirections of the present command opened, by number. */
  readonly descriptors: ReadonlyMap<number, Content>;
  /** Whether what is set now may not be: in a branch or a loop. */
  readonly maybe: boolean;
  /** What is known of a program. */
  readonly find: (program: string) => ProgramSpec | undefined;
  /** Runs a script's commands; what they print. */
  readonly script: (script: Pick<Script, "commands">, run: Run) => Content;
  /** Runs one command; what it prints. Only one that a shell reads itself (`direct`) can be a function. */
  readonly exec: (argv: readonly Value[], run: Run, direct?: boolean) => Content;
}

export function newFrame(cwd: string | undefined): Frame {
  return {
    variables: new Map(),
    functions: new Map(),
    doubtful: new Set(),
    descriptors: new Map(),
    written: new Map(),
    links: new Map(),
    positional: [],
    cwd,
  };
}

/** A subshell's frame: what it writes to files stays, what it sets does not. */
export function childFrame(frame: Frame): Frame {
  return {
    ...frame,
    variables: new Map(frame.variables),
    functions: new Map(frame.functions),
    doubtful: new Set(frame.doubtful),
    descriptors: new Map(frame.descriptors),
  };
}
