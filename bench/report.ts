import { median } from "./statistics.ts";
import type { Round } from "./subject.ts";

/** Medians over the rounds of one subject with so many in flight. */
export type Row = Round & { readonly rounds: number };

const FIGURES = [
  "decisions_per_s",
  "p50_ms",
  "p99_ms",
  "cpu_s_per_1000",
  "client_cores",
  "rss_mb",
  "worker_rss_mb",
] as const;

export function summarize(rounds: readonly Round[]): readonly Row[] {
  const groups = Map.groupBy(rounds, ({ subject, in_flight }) => `${subject}\0${in_flight}`);
  return [...groups.values()].map((group) => {
    const figures = Object.fromEntries(FIGURES.map((figure) => [figure, median(group.map((round) => round[figure]))]));
    const { subject, in_flight } = group[0] as Round;
    return { subject, in_flight, rounds: group.length, ...(figures as Pick<Round, (typeof FIGURES)[number]>) };
  });
}

/** A Markdown table; throughput also as a multiple of the baseline's with as many in flight. */
export function table(rows: readonly Row[], baseline: string): string {
  const base = new Map(rows.filter(({ subject }) => subject === baseline).map((row) => [row.in_flight, row]));
  const lines = rows.map((row) => {
    const ratio = row.decisions_per_s / (base.get(row.in_flight)?.decisions_per_s ?? Number.NaN);
    const cells = [
      row.subject,
      row.in_flight,
      Math.round(row.decisions_per_s).toLocaleString("en"),
      ratio.toFixed(2),
      row.p50_ms.toFixed(2),
      row.p99_ms.toFixed(2),
      row.cpu_s_per_1000.toFixed(3),
      Math.round(row.rss_mb),
      row.worker_rss_mb === 0 ? "" : Math.round(row.worker_rss_mb),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `| server | in flight | decisions/s | × ${baseline} | p50 ms | p99 ms | CPU s per 1,000 | RSS MiB | RSS MiB a worker |`,
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...lines,
  ].join("\n");
}
