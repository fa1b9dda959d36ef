import { CHAIN_START } from "../chain.ts";
import type { Report } from "./finding.ts";
import { RowView } from "./row.ts";
import type { Run } from "./runs.ts";
import type { Shape } from "./shape.ts";

/** Records that retention has dropped, by a signed leaf. */
export interface Stub {
  readonly writer: string;
  readonly first: number;
  readonly last: number;
  /** Of the last, in hex. */
  readonly hash: string;
}

/** Where a writer's chain is known to end, as far as was read. */
interface Place {
  readonly last: number;
  /** Undefined inside of what was dropped. */
  readonly hash: Uint8Array | undefined;
}

/**
 * Puts the runs of each writer one behind the other, with stubs where records were dropped.
 * @param whole whether all was read: of a part of it each writer's first run may begin anywhere
 */
export function joinRuns(
  shape: Shape,
  runs: readonly Run[],
  stubs: readonly Stub[],
  whole: boolean,
  report: Report,
): void {
  const row = new RowView(shape);
  const dropped = Map.groupBy(stubs, ({ writer }) => writer);
  for (const [writer, own] of Map.groupBy(runs, (run) => run.writer)) {
    const gaps = (dropped.get(writer) ?? []).toSorted((a, b) => a.first - b.first);
    let place: Place | undefined = whole ? { last: 0, hash: CHAIN_START.hash } : undefined;
    for (const run of own.toSorted((a, b) => a.first - b.first)) {
      row.read(Buffer.from(run.start.buffer, run.start.byteOffset, run.start.byteLength));
      const tell = (kind: "changed" | "removed" | "inserted", seq: number, message: string) =>
        report({ kind, stream: shape.stream, writer, seq, id: row.id(), message });
      const before = place === undefined ? undefined : reached(place, gaps, run.first);
      if (before !== undefined) {
        if (run.first <= before.last) tell("inserted", run.first, `there is a record ${run.first} already`);
        else if (run.first > before.last + 1) {
          tell("removed", before.last + 1, `records ${before.last + 1} to ${run.first - 1} are missing before it`);
        } else if (before.hash !== undefined && !row.follows(before.hash)) {
          tell("changed", run.first, "the record, or its place, is not what was recorded");
        }
      }
      if (place === undefined || run.last > place.last) place = { last: run.last, hash: run.hash };
    }
  }
}

/** How far stubs lead on towards the number. */
function reached(place: Place, gaps: readonly Stub[], first: number): Place {
  let at = place;
  for (const gap of gaps) {
    if (at.last + 1 >= first) return at;
    if (gap.first > at.last + 1 || gap.last <= at.last) continue;
    at =
      gap.last < first
        ? { last: gap.last, hash: Buffer.from(gap.hash, "hex") }
        : // Rows that the stub covers are still there, or there again: what stands before them is not known.
          { last: first - 1, hash: undefined };
  }
  return at;
}
