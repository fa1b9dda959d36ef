import type { FlowEnd } from "../../../domain/facts.ts";
import type { Content, Run } from "./state.ts";
import type { Value } from "./value.ts";

/** What one call of a program takes in and gives out, as its arguments are gone through. */
export interface Io {
  readonly sources: FlowEnd[];
  /** Hosts and interpreters that get what comes in. */
  readonly sinks: FlowEnd[];
  /** Files that get what comes in, once all of it is known. */
  readonly writes: { readonly value: Value; readonly access: "write" | "append" }[];
  /** What commands print that this one runs. */
  readonly printed: Content[];
  /** Whether what is searched is searched with all that is below it. */
  recursive: boolean;
  /** The machine or container that the following operands are on. */
  elsewhere: string | undefined;
  /** Whether a script or command was given, so that standard input is none. */
  hasScript: boolean;
}

export function newIo(): Io {
  return { sources: [], sinks: [], writes: [], printed: [], elsewhere: undefined, recursive: true, hasScript: false };
}

/** Everything that came in could get to every sink. */
export function recordFlows(io: Io, run: Run): void {
  for (const to of io.sinks) {
    for (const from of io.sources) {
      const same = from === to || (from.kind === to.kind && from.value === to.value);
      if (!same && from.kind !== "input") run.collector.flow(from, to);
    }
  }
}
