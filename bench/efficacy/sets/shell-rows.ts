import type { Judged } from "../ask.ts";
import type { Outcome } from "../lines.ts";
import type { Bench } from "../set.ts";
import { type ShellRow, shellRequest, shown } from "../shell-calls.ts";

/** Sends all rows that an agent could send; the others are named. */
export async function askAbout<T extends ShellRow>(
  bench: Bench,
  rows: readonly T[],
): Promise<readonly { readonly row: T; readonly judged: Judged }[]> {
  const sent = rows.flatMap((row) => {
    const request = shellRequest(row);
    if (request !== undefined) return [{ row, request }];
    bench.note(`${row.id} is left out: it has neither a command nor a tool that an agent has`);
    return [];
  });
  const judged = await bench.ask(sent.map(({ request }) => request));
  return sent.map(({ row }, index) => ({ row, judged: judged[index] as Judged }));
}

export function outcomeOf(row: ShellRow, judged: Judged, hit: boolean): Outcome {
  const understood = judged.action?.parse === "complete";
  return { id: row.id, hit, shown: shown(row), why: understood ? judged.why : `${judged.why}; ${parseOf(judged)}` };
}

/** How far the call was understood, and which programs kept it from being understood in full. */
export function parseOf({ action, facts }: Judged): string {
  const unknown = (facts.commands ?? []).filter(({ known }) => !known).map(({ program }) => program || "?");
  return `parse ${action?.parse}; commands not known in full: ${[...new Set(unknown)].join(" ") || "none"}`;
}
