import {
  type Analysis,
  type AnalysisContext,
  NOTHING,
  partOf,
} from "../../../../src/canonicalize/analyzers/analysis.ts";
import { analyzeSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";

/** Looks into SQL in SQL; a shell or a program inside is only noted down. */
const context: AnalysisContext = {
  at: "/arguments/sql",
  surroundings: { workspace: [] },
  nested(kind, text, language) {
    if (kind === "sql") return analyzeSql(text, language, context);
    return {
      ...NOTHING,
      parts: [partOf("process.exec")],
      facts: { commands: [{ at: context.at, program: text, via: [kind], known: true, verbs: [] }] },
    };
  },
};

export function analyze(text: string, dialect?: string): Analysis {
  return analyzeSql(text, dialect, context);
}

/** "db.read users", "net.connect", … in order of the alphabet. */
export function partsOf({ parts }: Analysis): readonly string[] {
  return parts
    .map(({ verb, resource }) => (resource === undefined ? verb : `${verb} ${resource.uri.replace(/^table:/, "")}`))
    .sort();
}

/** The classes of the statements, each once, in order of the alphabet. */
export function classesOf({ facts }: Analysis): string {
  return [...new Set(facts.statements?.map((statement) => statement.class))].sort().join("+");
}

export function signalsOf({ facts }: Analysis): readonly string[] {
  return [...new Set(facts.signals?.map(({ code }) => code))].sort();
}

/** A text, the classes of its statements, its parts, and its signals, none if they are left out. */
export type Row = readonly [sql: string, classes: string, parts: readonly string[], signals?: readonly string[]];

interface Expected {
  readonly sql: string;
  readonly classes: string;
  readonly parts: readonly string[];
  readonly signals: readonly string[];
}

export function expected(rows: readonly Row[]): readonly Expected[] {
  return rows.map(([sql, classes, parts, signals = []]) => ({ sql, classes, parts, signals }));
}
