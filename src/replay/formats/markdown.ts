import type { ReplayReport } from "../report.ts";
import type { ByName } from "../tally.ts";
import { becomes, byChange, caveats, changesFound, headline } from "./sums.ts";

/** A comment on a pull request is read to its end or not at all. */
const MAX_ROWS = 20;

/** For a comment on a pull request (GitHub Flavored Markdown). */
export function markdown(report: ReplayReport): string {
  const { tally } = report;
  const kinds = changesFound(tally);
  const lines = [
    "## Replay",
    "",
    escaped(headline(report)),
    ...grid(
      ["change", "records", "meaning"],
      kinds.map(([kind, count, meaning]) => [kind, String(count), meaning]),
    ),
    ...list(caveats(report)),
    ...names("agent", tally.agents),
    ...names("tool", tally.tools),
    ...grid(
      ["decision", "change", "agent", "tool", "recorded -> replayed"],
      tally.examples
        .slice(0, MAX_ROWS)
        .map((example) => [example.id, example.changes.join(", "), example.agent, example.tool, becomes(example)]),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function names(what: string, all: readonly ByName[]): readonly string[] {
  const rows = byChange(all)
    .filter(({ changed }) => changed > 0)
    .slice(0, MAX_ROWS)
    .map(({ name, judged, changed, changes }) => [
      name,
      ...[judged, changed, changes.loosened, changes.tightened].map(String),
    ]);
  return grid([what, "judged", "changed", "loosened", "tightened"], rows);
}

function grid(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return ["", line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)];
}

function list(items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ["", ...items.map((item) => `- ${escaped(item)}`)];
}

/** Names of a record stay text: no link, no mention, no tag, no other cell. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]|#~!@>:]/g, (character) => `&#${character.charCodeAt(0)};`);
}
