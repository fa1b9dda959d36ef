import type { FlowEnd } from "../../../domain/facts.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { Collector } from "../collector.ts";
import type { Arguments, Evaluation } from "./evaluation.ts";
import type { Value } from "./value.ts";

/** What is gathered while the calls of one program are gone through. */
export interface Run {
  readonly context: AnalysisContext;
  readonly collector: Collector;
  readonly evaluation: Evaluation;
  /** The language's name as it stands in facts, for text that runs as code. */
  readonly language: string;
  /** Working folders that the program may be in; undefined for one that is not known. */
  readonly folders: (string | undefined)[];
  /** Qualified names of calls that reach out. */
  readonly calls: Set<string>;
  /** Where data that matters comes from, and where data can go. */
  readonly sources: FlowEnd[];
  readonly sinks: Sink[];
  /** Paths that the program writes. */
  readonly written: Set<string>;
  readonly seen: Seen;
}

export interface Sink {
  readonly end: FlowEnd;
  /** Whether anything but what the program itself says goes there. */
  readonly carries: boolean;
}

/** What programs do that has a meaning only together. */
export interface Seen {
  dynamic: boolean;
  /** A raw connection is made or waited for. */
  socket: boolean;
  /** A shell, or a command that nobody knows, is run. */
  shell: boolean;
  /** Its input and output are tied to something else. */
  ties: boolean;
  /** Text that nobody knows runs as code. */
  unknownText: boolean;
  /** Folders are gone through, files are written or deleted, something is encrypted. */
  walks: boolean;
  encrypts: boolean;
  writes: boolean;
}

/** One call of something known, with what its table says of arguments. */
export interface Deeds {
  readonly args: Arguments;
  /** The object whose method is called. */
  readonly self: Value | undefined;
  /** The call's qualified name. */
  readonly name: string;
}

/** Something is not known that would change what the program does. */
export function incomplete(run: Run): void {
  run.collector.worsen("partial");
}
