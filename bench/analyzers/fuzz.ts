import { canonicalize } from "../../src/canonicalize/canonicalize.ts";
import { quantile } from "../statistics.ts";
import { CATALOGUE, requestOf, type ToolName } from "./catalogue.ts";
import { FRAGMENTS } from "./fragments.ts";
import { hostileText } from "./hostile.ts";
import { leastMicroseconds, microseconds } from "./timing.ts";

export interface Fuzzed {
  readonly analyzer: ToolName;
  readonly inputs: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly worst_ms: number;
  /** Which input was the worst. */
  readonly worst_index: number;
  /** How many inputs were read how far. */
  readonly parses: Readonly<Record<string, number>>;
  readonly thrown: readonly { readonly index: number; readonly message: string }[];
}

/** The slowest inputs are tried again: on a busy machine the slowest of many is the one that was interrupted. */
const TRIED_AGAIN = 20;

export const FUZZED_ANALYZERS = Object.keys(FRAGMENTS) as readonly ToolName[];

export function inputOf(analyzer: ToolName, seed: number, index: number): string {
  return hostileText(FRAGMENTS[analyzer] ?? [], seed, index);
}

export function fuzz(analyzer: ToolName, seed: number, inputs: number): Fuzzed {
  const took = new Float64Array(inputs);
  const parses: Record<string, number> = {};
  const thrown: { index: number; message: string }[] = [];
  for (let index = 0; index < inputs; index++) {
    const request = requestOf(analyzer, { text: inputOf(analyzer, seed, index) });
    took[index] = microseconds(() => {
      try {
        const { parse } = canonicalize(request, CATALOGUE).action;
        parses[parse] = (parses[parse] ?? 0) + 1;
      } catch (error) {
        thrown.push({ index, message: String(error) });
      }
    });
  }
  const slowest = [...took.keys()].sort((a, b) => (took[b] as number) - (took[a] as number)).slice(0, TRIED_AGAIN);
  const again = slowest.map((index) => ({ index, us: least(analyzer, seed, index) })).sort((a, b) => b.us - a.us);
  const sorted = [...took].sort((a, b) => a - b);
  return {
    analyzer,
    inputs,
    p50_ms: quantile(sorted, 0.5) / 1000,
    p99_ms: quantile(sorted, 0.99) / 1000,
    worst_ms: (again[0]?.us ?? 0) / 1000,
    worst_index: again[0]?.index ?? 0,
    parses,
    thrown,
  };
}

function least(analyzer: ToolName, seed: number, index: number): number {
  const request = requestOf(analyzer, { text: inputOf(analyzer, seed, index) });
  return leastMicroseconds(() => {
    try {
      canonicalize(request, CATALOGUE);
    } catch {
      // Counted already, when the input was first tried.
    }
  });
}
