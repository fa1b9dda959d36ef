import type { StoredDecision } from "../domain/record.ts";
import type { RecordSelection, RecordSnapshot } from "../ports/record-stream.ts";
import type { LineWriter, ReadDecision } from "./line.ts";

/** Records that are asked for in one go; they come and go in smaller batches. */
const RECORDS_A_SLICE = 5_000;

/** Text that is written in one go. */
const CHUNK_CHARS = 256 * 1024;

/** Where an export goes; a promise is waited for before the next part is made. */
export interface ExportSink<T> {
  write(part: T): Promise<void> | void;
}

export type Progress = (done: number, total: number) => void;

/** Gives all decisions to the sink as they come, in the order of their times. @returns how many there were */
export async function exportDecisions(
  records: RecordSnapshot,
  selection: RecordSelection,
  sink: ExportSink<readonly StoredDecision[]>,
  progress: Progress,
): Promise<number> {
  const slices = await records.slices(selection, RECORDS_A_SLICE);
  const total = slices.reduce((so, slice) => so + slice.records, 0);
  let done = 0;
  progress(done, total);
  for (const slice of slices) {
    for await (const batch of records.decisions(slice)) {
      await sink.write(batch);
      done += batch.length;
      progress(done, total);
    }
  }
  return done;
}

/** Writes decisions as lines. @param read how the API gives a decision */
export function decisionLines(
  writer: LineWriter,
  read: (stored: StoredDecision) => ReadDecision,
  out: ExportSink<string>,
): ExportSink<readonly StoredDecision[]> {
  return {
    write: (batch) =>
      inChunks(
        batch.map((stored) => () => writer.decision(stored, read(stored))),
        out,
      ),
  };
}

/** Writes all follow-ups of what is selected behind the decisions. @returns how many there were */
export async function exportFollowUps(
  records: RecordSnapshot,
  selection: RecordSelection,
  line: NonNullable<LineWriter["followUp"]>,
  out: ExportSink<string>,
): Promise<number> {
  let done = 0;
  for await (const batch of records.followUps(selection)) {
    await inChunks(
      batch.map((followUp) => () => line(followUp)),
      out,
    );
    done += batch.length;
  }
  return done;
}

async function inChunks(documents: readonly (() => object)[], out: ExportSink<string>): Promise<void> {
  let text = "";
  for (const document of documents) {
    text += `${JSON.stringify(document())}\n`;
    if (text.length < CHUNK_CHARS) continue;
    await out.write(text);
    text = "";
  }
  if (text !== "") await out.write(text);
}
