import type { FlowEnd } from "../../../domain/facts.ts";
import { MAX_FLOWS } from "./limits.ts";
import type { Run } from "./run.ts";

/** What the calls of a program mean together. */
export function conclude(run: Run): void {
  const { collector, seen } = run;
  if (seen.socket && (seen.ties || seen.shell)) collector.signal("execution.reverse_shell", run.language);
  if (seen.unknownText && run.sinks.length > 0) collector.signal("execution.from_network", run.language);
  if (seen.walks && seen.encrypts && seen.writes) collector.signal("encryption.files", run.language);
  recordFlows(run);
  if (seen.unknownText) {
    for (const { end } of run.sinks.slice(0, MAX_FLOWS))
      collector.flow(end, { kind: "interpreter", value: run.language, classes: [] });
  }
}

/** Whatever is read could get to wherever something is sent: order and variables are not followed. */
function recordFlows(run: Run): void {
  let count = 0;
  for (const from of distinct(run.sources)) {
    for (const sink of run.sinks) {
      if (!sink.carries || (from.classes.length === 0 && from.kind !== "command" && from.kind !== "file")) continue;
      if (++count > MAX_FLOWS) return;
      run.collector.flow(from, sink.end);
    }
  }
}

/** The sources once each, those of sensitive data first. */
function distinct(sources: Run["sources"]): readonly FlowEnd[] {
  const found = new Map(sources.map((source) => [JSON.stringify(source), source]));
  return [...found.values()].sort((a, b) => Number(b.classes.length > 0) - Number(a.classes.length > 0));
}
