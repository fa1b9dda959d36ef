import { openVerifyReader, type VerifyPart } from "../adapters/postgres/verify-reader.ts";
import type { Stream } from "../record/leaves.ts";
import type { Finding } from "../record/verify/finding.ts";
import { type ErasedRow, type Heads, type Run, RunReader } from "../record/verify/runs.ts";
import { DECISION_SHAPE, FOLLOW_UP_SHAPE } from "../record/verify/shape.ts";

/** What is shown; more are only counted. */
export const MAX_FINDINGS = 1_000;

const TELL_EVERY_ROWS = 1_000;

/** What one connection reads. */
export interface Share {
  readonly url: string;
  readonly snapshot: string;
  readonly stream: Stream;
  readonly heads: Heads;
  readonly parts: readonly VerifyPart[];
}

/** What has come of it. */
export interface ShareResult {
  readonly count: number;
  readonly unsealed: number;
  readonly erased: readonly ErasedRow[];
  readonly matched: readonly { readonly writer: string; readonly seq: number }[];
  readonly runs: readonly Run[];
  readonly findings: readonly Finding[];
  /** How many there were, more than are listed where there are very many. */
  readonly found: number;
}

/** Reads part after part. @param progress told how many rows there were so far @throws WritError unavailable */
export async function readShare(
  { url, snapshot, stream, heads, parts }: Share,
  progress: (rows: number) => void,
): Promise<ShareResult> {
  const findings: Finding[] = [];
  let found = 0;
  const shape = stream === "decisions" ? DECISION_SHAPE : FOLLOW_UP_SHAPE;
  const rows = new RunReader(shape, heads, (finding) => {
    found++;
    if (findings.length < MAX_FINDINGS) findings.push(finding);
  });
  const runs: Run[] = [];
  const reader = await openVerifyReader(url, snapshot);
  try {
    for (const part of parts) {
      await reader.rows(part, shape.columns, (row) => {
        rows.add(row);
        if (rows.count % TELL_EVERY_ROWS === 0) progress(rows.count);
      });
      progress(rows.count);
      runs.push(...rows.end());
    }
  } finally {
    await reader.close();
  }
  const { count, unsealed, erased, matched } = rows;
  return { count, unsealed, erased, matched, runs, findings, found };
}
