import {
  type ActionPart,
  type Destination,
  type Finding,
  PARSES,
  type Parse,
  type Resource,
} from "../../domain/action.ts";
import type { Facts } from "../../domain/facts.ts";
import { type StandardVerb, VERBS } from "../../domain/vocabulary.ts";

/** Where a call runs, as far as the gateway said: `context.cwd`, `context.home`, `context.workspace`. */
export interface Surroundings {
  /** Absolute; undefined where it is not known. */
  readonly cwd?: string;
  readonly home?: string;
  /** Absolute folders that the task is about. */
  readonly workspace: readonly string[];
}

/** What an analyzer gets beside the text. */
export interface AnalysisContext {
  /** JSON Pointer of the argument that is looked at. */
  readonly at: string;
  readonly surroundings: Surroundings;
  /** Looks into text of another kind that stands inside this one; counts against the call's limits. */
  nested(kind: NestedKind, text: string, language?: string): Analysis;
}

export type NestedKind = "shell" | "sql" | "code";

/** What an analyzer makes of one text. */
export interface Analysis {
  readonly parse: Parse;
  /** Each thing that the text would do. */
  readonly parts: readonly ActionPart[];
  readonly facts: Facts;
  readonly findings: readonly Finding[];
}

export const NOTHING: Analysis = { parse: "complete", parts: [], facts: {}, findings: [] };

/** The worse of two: from `complete` over `partial` and `unsupported` to `limit`. */
export function worseParse(a: Parse, b: Parse): Parse {
  return PARSES.indexOf(a) >= PARSES.indexOf(b) ? a : b;
}

/** One thing that a call would do; its traits and lowest tier are the verb's. */
export function partOf(
  verb: StandardVerb,
  more: { readonly resource?: Resource; readonly destinations?: readonly Destination[] } = {},
): ActionPart {
  const { traits, tier } = VERBS[verb];
  return {
    verb,
    ...(more.resource === undefined ? {} : { resource: more.resource }),
    destinations: more.destinations ?? [],
    tier,
    traits,
  };
}

/** All of them in one, in order; facts of one kind are put behind each other. */
export function merged(analyses: readonly Analysis[]): Analysis {
  if (analyses.length === 1) return analyses[0] as Analysis;
  const facts: Record<string, object[]> = {};
  for (const analysis of analyses) {
    for (const [kind, found] of Object.entries(analysis.facts)) {
      facts[kind] = [...(facts[kind] ?? []), ...(found as readonly object[])];
    }
  }
  return {
    parse: analyses.reduce<Parse>((worst, { parse }) => worseParse(worst, parse), "complete"),
    parts: analyses.flatMap(({ parts }) => parts),
    facts: facts as Facts,
    findings: analyses.flatMap(({ findings }) => findings),
  };
}
