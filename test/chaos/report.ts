import { seconds } from "./fault.ts";
import type { Ledger } from "./ledger.ts";

/** An issue's worth of seconds: what takes longer is printed and counted. */
const RECOVERY_GOAL_MS = 5_000;

/** Faults that were under way at once, and what was seen. */
export interface Round {
  readonly atMs: number;
  readonly faults: readonly { readonly name: string; readonly what: string; readonly seen: string | undefined }[];
  /** From the end of the last fault until every replica allowed again by new connections; undefined where that never was. */
  readonly recoveryMs: number | undefined;
  /** The longest time without an allow by any replica. */
  readonly gapMs: number;
}

export interface Summary {
  readonly seed: number;
  readonly rounds: readonly Round[];
  readonly ledger: Ledger;
  readonly records: readonly string[];
  readonly memory: readonly string[];
  readonly left: readonly string[];
}

export function roundLine({ atMs, faults, recoveryMs, gapMs }: Round): string {
  const lines = faults.map(({ name, what, seen }) => `    ${name}: ${what}${seen === undefined ? "" : `; ${seen}`}`);
  const recovery = recoveryMs === undefined ? "NEVER" : seconds(recoveryMs);
  const late = (recoveryMs ?? Number.POSITIVE_INFINITY) > RECOVERY_GOAL_MS ? " (over the goal)" : "";
  return `  ${seconds(atMs).padStart(8)}  recovered after ${recovery}${late}; longest without any allow ${seconds(gapMs)}\n${lines.join("\n")}`;
}

export function reportOf({ seed, rounds, ledger, records, memory, left }: Summary): string {
  const { known, other, refused, unanswered, wrong } = ledger.counts;
  const recoveries = rounds.map(({ recoveryMs }) => recoveryMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const late = recoveries.filter((ms) => ms > RECOVERY_GOAL_MS).length;
  const counts = (map: ReadonlyMap<string, number>) =>
    map.size === 0 ? ["  none"] : [...map].sort((a, b) => b[1] - a[1]).map(([code, count]) => `  ${count} × ${code}`);
  return [
    `Chaos, SEED=${seed}: ${rounds.length} rounds of faults`,
    "Faults, how often:",
    ...counts(countOf(rounds.flatMap(({ faults }) => faults.map(({ name }) => name)))),
    `Decisions: ${known + other} as known, ${refused} refused, ${unanswered} without an answer, ${wrong} wrong`,
    "Refused, all in all:",
    ...counts(ledger.refused),
    "Refused with no fault under way:",
    ...counts(ledger.refusedInPeace),
    `Recovery: median ${seconds(recoveries[Math.floor(recoveries.length / 2)] ?? 0)}, longest ${seconds(recoveries.at(-1) ?? 0)}; ` +
      `${late} of ${rounds.length} over the goal of ${seconds(RECOVERY_GOAL_MS)}`,
    "Records:",
    ...records.map((line) => `  ${line}`),
    "Memory:",
    ...(memory.length === 0 ? ["  no process lived for long enough to say"] : memory.map((line) => `  ${line}`)),
    ...(left.length === 0 ? [] : ["Left out:", ...left.map((line) => `  ${line}`)]),
    ledger.wrong.length === 0 ? "Violations: none" : `Violations: ${ledger.wrong.length}`,
    ...ledger.wrong.slice(0, 50).map((line) => `  ${line}`),
    "",
  ].join("\n");
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
