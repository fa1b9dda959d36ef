import { textTable } from "../../src/cli/text-table.ts";
import { HOW_INTENTS_WERE_MADE } from "./intents.ts";
import type { Replayed } from "./replay.ts";

export interface Summary {
  readonly sessions: number;
  readonly calls: number;
  readonly errors: number;
  readonly read_back: number;
  /** effect by label */
  readonly effects: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly top_reasons: readonly (readonly [code: string, count: number])[];
  readonly decisions_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly intents: string;
}

const TOP_REASONS = 10;

export function summarize(
  sessions: number,
  calls: readonly Replayed[],
  errors: number,
  readBack: number,
  seconds: number,
): Summary {
  const effects: Record<string, Record<string, number>> = {};
  const reasons = new Map<string, number>();
  for (const call of calls) {
    effects[call.label] ??= {};
    const row = effects[call.label] as Record<string, number>;
    row[call.effect] = (row[call.effect] ?? 0) + 1;
    if (call.code !== "") reasons.set(call.code, (reasons.get(call.code) ?? 0) + 1);
  }
  const sorted = calls.map((call) => call.milliseconds).sort((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
  return {
    sessions,
    calls: calls.length,
    errors,
    read_back: readBack,
    effects,
    top_reasons: [...reasons].sort((a, b) => b[1] - a[1]).slice(0, TOP_REASONS),
    decisions_per_s: Math.round(calls.length / seconds),
    p50_ms: quantile(0.5),
    p99_ms: quantile(0.99),
    intents: HOW_INTENTS_WERE_MADE,
  };
}

/** The summary as text for a terminal. */
export function render(summary: Summary): string {
  const columns = [...new Set(Object.values(summary.effects).flatMap(Object.keys))].sort();
  const rows = Object.entries(summary.effects).map(([label, row]) => [
    label,
    ...columns.map((name) => String(row[name] ?? 0)),
  ]);
  return [
    textTable([["label", ...columns], ...rows]),
    "",
    textTable([["reason", "calls"], ...summary.top_reasons.map(([code, count]) => [code, String(count)])]),
    "",
    `${summary.sessions} sessions, ${summary.calls} calls, ${summary.errors} errors, ${summary.read_back} decisions read back`,
    `${summary.decisions_per_s} decisions/s, p50 ${summary.p50_ms.toFixed(1)} ms, p99 ${summary.p99_ms.toFixed(1)} ms`,
    `Intents: ${summary.intents}.`,
  ].join("\n");
}
