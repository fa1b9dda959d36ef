import {
  type Analysis,
  type AnalysisContext,
  NOTHING,
  partOf,
} from "../../../../src/canonicalize/analyzers/analysis.ts";
import { analyzeCode } from "../../../../src/canonicalize/analyzers/code/analyze.ts";

/** Shell and SQL come back as they are, so that these tests show what the code analyzer hands over. */
const context: AnalysisContext = {
  at: "/arguments/code",
  surroundings: { cwd: "/repo", home: "/home/alice", workspace: ["/repo"] },
  nested(kind, text, language) {
    if (kind === "code") return analyzeCode(text, language, context);
    const resource = { type: kind, uri: `${kind}:${text}` };
    return { ...NOTHING, parts: [partOf(kind === "shell" ? "process.exec" : "db.write", { resource })] };
  },
};

export function analyze(text: string, language?: string): Analysis {
  return analyzeCode(text, language, context);
}

export interface Summary {
  readonly parse: string;
  /** `verb resource destinations…` of each part. */
  readonly does: readonly string[];
  readonly signals: readonly string[];
  readonly flows: readonly string[];
}

/** What an analysis says, in a form that a table can hold. */
export function summary({ parse, parts, facts }: Analysis): Summary {
  return {
    parse,
    does: parts.map(({ verb, resource, destinations }) =>
      [verb, resource?.uri.replace(/^file:\/\//, ""), ...destinations.map(({ value }) => value)]
        .filter((word) => word !== undefined)
        .join(" "),
    ),
    signals: (facts.signals ?? []).map(({ code }) => code),
    flows: (facts.flows ?? []).map(({ from, to }) => `${from.kind} ${from.value} > ${to.kind} ${to.value}`),
  };
}

/** One program and what is expected of it. */
export interface Row {
  readonly code: string;
  readonly parse?: string;
  readonly does?: readonly string[];
  readonly signals?: readonly string[];
}

/** Every expectation of a row, with what the analysis says in its place. */
export function comparable(row: Row, found: Summary): Row {
  return {
    code: row.code,
    parse: found.parse,
    does: [...found.does].sort(),
    ...(row.signals === undefined ? {} : { signals: [...new Set(found.signals)].sort() }),
  };
}

export function expected({ code, parse = "complete", does = [], signals }: Row): Row {
  return { code, parse, does: [...does].sort(), ...(signals === undefined ? {} : { signals: [...signals].sort() }) };
}
