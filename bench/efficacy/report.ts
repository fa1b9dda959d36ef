import { textTable } from "../../src/cli/text-table.ts";
import { type Aim, type Line, percent, reached } from "./lines.ts";

const HEADINGS = ["set", "measure", "measured", "best peer", "aim", ""];
/** Numbers and short words stand better to the right. */
const MAX_SHOWN_CHARS = 300;

/** All lines as a table for a terminal. */
export function terminalTable(lines: readonly Line[]): string {
  return textTable([HEADINGS, ...lines.map(cells)]);
}

/** The same in Markdown. */
export function markdownTable(lines: readonly Line[]): string {
  const row = (all: readonly string[]) => `| ${all.join(" | ")} |`;
  return [row(HEADINGS), "|---|---|---|---|---|---|", ...lines.map((of) => row(cells(of)))].join("\n");
}

/** The rows that keep a set from its aims: a heading a measure, one line a row. */
export function missesOf(lines: readonly Line[]): string {
  return lines
    .filter(({ misses }) => misses.length > 0)
    .map(({ set, measure, misses, hits, of }) =>
      [
        `${set}, ${measure}: ${hits} of ${of}; what keeps it from its aim:`,
        ...misses.map(({ id, shown, why }) => `  ${id}  ${oneLine(shown)}  ${oneLine(why)}`),
      ].join("\n"),
    )
    .join("\n\n");
}

function cells(of: Line): readonly string[] {
  const share = of.of === 0 ? "no rows" : `${of.hits} of ${of.of} (${percentText(percent(of))})`;
  return [of.set, of.measure, share, of.peer ?? "", of.aim === undefined ? "" : aimText(of.aim), verdict(of)];
}

function aimText(aim: Aim): string {
  if ("atLeast" in aim) return aim.atLeast === 100 ? "all" : `>= ${aim.atLeast} %`;
  return aim.atMost === 0 ? "none" : `<= ${aim.atMost} %`;
}

/** Never rounded to what is not true: 99.96 % is not all. */
function percentText(value: number): string {
  const text = value.toFixed(1);
  if (text === "100.0" && value < 100) return "99.9 %";
  if (text === "0.0" && value > 0) return "0.1 %";
  return `${text} %`;
}

function verdict(of: Line): string {
  const yes = reached(of);
  if (yes === undefined) return "";
  return yes ? "ok" : "short";
}

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > MAX_SHOWN_CHARS ? `${flat.slice(0, MAX_SHOWN_CHARS)}…` : flat;
}
