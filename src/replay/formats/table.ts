import type { ReplayReport } from "../report.ts";
import type { ByName } from "../tally.ts";
import { becomes, byChange, caveats, changesFound, headline } from "./sums.ts";

/** Names of each table; the rest is in the JSON. */
const MAX_ROWS = 20;
const MAX_NAMED = 5;

/** For people in a terminal. */
export function table(report: ReplayReport, { verbose }: { readonly verbose: boolean }): string {
  const { tally, took_ms, jobs } = report;
  const named = verbose ? tally.named : tally.named.slice(0, MAX_NAMED);
  const more = tally.named.length - named.length;
  const lines = [
    headline(report),
    ...columns(changesFound(tally).map(([kind, count, meaning]) => [`  ${kind}`, String(count), meaning])),
    ...caveats(report).map((line) => `  ${line}`),
    ...named.map(({ id, why }) => `    ${id}  ${why}`),
    ...(more > 0 ? [`    and ${more} more (--verbose, --format json)`] : []),
    ...names("agent", tally.agents),
    ...names("tool", tally.tools),
    ...(tally.examples.length === 0 ? [] : ["", "examples"]),
    ...tally.examples.flatMap((example) => [
      `  ${example.id}  ${example.changes.join(", ")}  ${plain(example.agent)}  ${plain(example.tool)}`,
      `    ${becomes(example)}`,
    ]),
    "",
    `${tally.records} records in ${(took_ms / 1000).toFixed(1)} s by ${jobs} threads`,
  ];
  return `${lines.join("\n")}\n`;
}

function names(what: string, all: readonly ByName[]): readonly string[] {
  const changed = byChange(all).filter((one) => one.changed > 0);
  if (changed.length === 0) return [];
  const rows = changed
    .slice(0, MAX_ROWS)
    .map(({ name, judged, changed: count, changes }) =>
      [plain(name) || "-", judged, count, changes.loosened, changes.tightened].map(String),
    );
  const more = changed.length - rows.length;
  return [
    "",
    ...columns([[what, "judged", "changed", "loosened", "tightened"], ...rows]),
    ...(more > 0 ? [`and ${more} more (--format json)`] : []),
  ];
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Names of a record must not move the cursor. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}");
}
