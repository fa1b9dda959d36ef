import type { Analysis } from "../../src/canonicalize/analyzers/analysis.ts";
import { inspect } from "../../src/canonicalize/analyzers/inspect.ts";

const SURROUNDINGS = { cwd: "/repo", home: "/home/alice", workspace: ["/repo"] };

/** What the analyzers make of a shell line, run in /repo by somebody who lives in /home/alice. */
export function analyzed(command: string | readonly string[], dialect?: string): Analysis {
  return inspect([{ kind: "shell", from: ["command"] }], { command: command as string }, SURROUNDINGS, dialect);
}

/** Each part as `verb where`, sorted. */
export function partsOf({ parts }: Analysis): readonly string[] {
  return parts
    .map(({ verb, resource, destinations }) => [verb, resource?.uri, ...destinations.map(({ value }) => value)])
    .map((words) => words.filter((word) => word !== undefined).join(" "))
    .sort();
}

export function signalsOf({ facts }: Analysis): readonly string[] {
  return [...new Set((facts.signals ?? []).map(({ code }) => code))].sort();
}

/** Each flow as `from > to`, sorted. */
export function flowsOf({ facts }: Analysis): readonly string[] {
  return [
    ...new Set((facts.flows ?? []).map(({ from, to }) => `${from.value || from.kind} > ${to.value || to.kind}`)),
  ].sort();
}
