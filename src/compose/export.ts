import { ParquetDecisions } from "../adapters/parquet/decisions.ts";
import { openRecords } from "../adapters/postgres/record-stream/snapshot.ts";
import { WritError } from "../domain/errors.ts";
import type { StoredDecision } from "../domain/record.ts";
import { decisionLines, exportDecisions, exportFollowUps, type Progress } from "../export/export.ts";
import { LINES, type LineFormat, type ReadDecision } from "../export/line.ts";
import type { RecordSelection } from "../ports/record-stream.ts";
import { encodeStored } from "../transports/native/encode.ts";

export type ExportFormat = LineFormat | "parquet";

export interface ExportOptions {
  readonly databaseUrl: string;
  readonly selection: RecordSelection;
  readonly format: ExportFormat;
  readonly followUps: boolean;
  readonly write: (part: string | Uint8Array) => Promise<void>;
}

export interface Exported {
  readonly decisions: number;
  readonly follow_ups: number;
}

/**
 * Writes all that is selected, as it stands at one moment, with no more of it in memory than a few thousand records.
 * @throws WritError invalid_argument for follow-ups in a format that has none, unavailable when the database fails
 */
export async function exportRecords(options: ExportOptions, progress: Progress): Promise<Exported> {
  const { databaseUrl, selection, format, followUps, write } = options;
  const writer = format === "parquet" ? undefined : LINES[format];
  if (followUps && writer?.followUp === undefined) {
    throw new WritError("invalid_argument", `follow-ups have no place in ${format}: use jsonl or cloudevents`);
  }
  const records = await openRecords(databaseUrl);
  try {
    if (writer === undefined) {
      const file = new ParquetDecisions(write);
      const decisions = await exportDecisions(records, selection, file, progress);
      await file.finish();
      return { decisions, follow_ups: 0 };
    }
    const decisions = await exportDecisions(records, selection, decisionLines(writer, read, { write }), progress);
    const line = followUps ? writer.followUp : undefined;
    const follow_ups = line === undefined ? 0 : await exportFollowUps(records, selection, line, { write });
    return { decisions, follow_ups };
  } finally {
    await records.close();
  }
}

function read(stored: StoredDecision): ReadDecision {
  return encodeStored(stored) as unknown as ReadDecision;
}
