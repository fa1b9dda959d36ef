import { openVerifyReader, type VerifyReader } from "../adapters/postgres/verify-reader.ts";
import { WritError } from "../domain/errors.ts";
import { splitNotes } from "../record/checkpoint.ts";
import { keyText, type NoteKey, readKeyText } from "../record/note.ts";
import type { Finding, Report } from "../record/verify/finding.ts";
import { joinRuns } from "../record/verify/join.ts";
import { DECISION_SHAPE, FOLLOW_UP_SHAPE, type Shape } from "../record/verify/shape.ts";
import { type SignedHistory, TreeReader } from "../record/verify/tree.ts";
import { MAX_FINDINGS, type ShareResult } from "./audit-share.ts";
import { readShares } from "./audit-threads.ts";

/** Erased rows that are looked up at once. */
const ERASED_AT_ONCE = 1_000;

/** Of very many findings only so many are told. */
const MORE: Finding = { kind: "changed", stream: "decisions", writer: "", seq: 0, id: "", message: "and more" };

export interface AuditOptions {
  readonly url: string;
  readonly since?: Date;
  readonly until?: Date;
  /** The text of a file of checkpoints. */
  readonly kept?: string;
  /** Keys as `writ audit key` prints them; without any the database's own is believed. */
  readonly keys: readonly string[];
  /** Connections that read at once, each in a thread of its own where there is much to read. */
  readonly lanes: number;
  /** Told from time to time of how many rows of about how many. */
  readonly progress: (done: number, total: number) => void;
}

export interface AuditReport {
  readonly findings: readonly Finding[];
  /** Of all findings, more than are listed where there are very many. */
  readonly found: number;
  readonly decisions: number;
  readonly follow_ups: number;
  /** Follow-ups that are not in the chain yet. */
  readonly unsealed: number;
  readonly erased: number;
  readonly checkpoints: number;
  /** When the last checkpoint was signed; "" for none. */
  readonly last_checkpoint_at: string;
  /** Before which day records were dropped; "" for none. */
  readonly dropped_before: string;
  readonly key: string;
  /** Whether the key came from outside of what it is to prove. */
  readonly key_given: boolean;
}

/** The key that the database says it signs with. @throws WritError */
export async function auditKey(url: string): Promise<string> {
  const reader = await openVerifyReader(url);
  try {
    const key = await reader.key();
    if (key === undefined) throw new WritError("not_found", "no checkpoint was ever signed here");
    return keyText(key);
  } finally {
    await reader.close();
  }
}

/** Checks all that there is, or all of a range of time. Reads only. @throws WritError unavailable, invalid_argument */
export async function verifyRecord(options: AuditOptions): Promise<AuditReport> {
  const reader = await openVerifyReader(options.url);
  const findings: Finding[] = [];
  let found = 0;
  const report: Report = (finding) => {
    found++;
    if (findings.length < MAX_FINDINGS) findings.push(finding);
  };
  try {
    const keys = await keysOf(options, reader);
    const history = await readTree(reader, options.kept ?? "", keys, report);
    const decisions = await verifyStream(DECISION_SHAPE, history, options, reader, report);
    const followUps = await verifyStream(FOLLOW_UP_SHAPE, history, options, reader, report);
    for (const { table, id, message } of await reader.unfaithful(options)) {
      report({ kind: "changed", stream: table, writer: "", seq: 0, id, message });
    }
    return {
      findings,
      found,
      decisions: decisions.count,
      follow_ups: followUps.count,
      unsealed: followUps.unsealed,
      erased: decisions.erased + followUps.erased,
      checkpoints: history.checkpoints,
      last_checkpoint_at: history.lastAt,
      dropped_before: history.droppedBefore,
      key: keys.map(keyText).join(" "),
      key_given: options.keys.length > 0,
    };
  } finally {
    await reader.close();
  }
}

async function keysOf({ keys }: AuditOptions, reader: VerifyReader): Promise<readonly NoteKey[]> {
  const own = await reader.key();
  if (keys.length === 0) return own === undefined ? [] : [own];
  return keys.map((text) => {
    const key = readKeyText(text);
    if (key === undefined) throw new WritError("invalid_argument", "--public-key must be what `writ audit key` prints");
    return key;
  });
}

async function readTree(reader: VerifyReader, kept: string, keys: readonly NoteKey[], report: Report) {
  const tree = new TreeReader(await reader.notes(), splitNotes(kept), keys, report);
  for await (const lines of reader.leaves()) for (const line of lines) tree.add(line);
  return tree.end();
}

async function verifyStream(
  shape: Shape,
  history: SignedHistory,
  options: AuditOptions,
  reader: VerifyReader,
  report: Report,
): Promise<{ readonly count: number; readonly unsealed: number; readonly erased: number }> {
  const { stream } = shape;
  const parts = await reader.parts(stream, options);
  const total = parts.reduce((sum, { rows }) => sum + rows, 0);
  const heads = history.heads[stream];
  const { url, lanes } = options;
  const done = new Map<number, number>();
  const told = (lane: number, rows: number) => {
    done.set(lane, rows);
    options.progress(
      [...done.values()].reduce((sum, count) => sum + count, 0),
      total,
    );
  };
  const share = { url, snapshot: reader.snapshot, stream, heads };
  const results = await readShares(share, parts, lanes, told);
  for (const { findings, found } of results)
    for (let index = 0; index < found; index++) report(findings[index] ?? MORE);
  for (const { writer, seq } of results.flatMap(({ matched }) => matched)) heads.get(writer)?.delete(seq);
  const runs = results.flatMap((result) => result.runs);
  const whole = options.since === undefined && options.until === undefined;
  const stubs = history.stubs[stream];
  joinRuns(shape, runs, stubs, whole, report);
  if (whole) reportMissing(shape, heads, history, report);
  const erased = results.flatMap((result) => result.erased);
  for (let from = 0; from < erased.length; from += ERASED_AT_ONCE) {
    for (const { id } of await reader.untold(erased.slice(from, from + ERASED_AT_ONCE))) {
      report({
        kind: "erased_unseen",
        stream,
        writer: "",
        seq: 0,
        id,
        message: "its texts are gone, and nothing says who erased them",
      });
    }
  }
  const sum = (of: (result: ShareResult) => number) => results.reduce((so, result) => so + of(result), 0);
  return { count: sum(({ count }) => count), unsealed: sum(({ unsealed }) => unsealed), erased: erased.length };
}

/** What checkpoints tell of and was not found; what was dropped since is gone by right. */
function reportMissing(
  { stream }: Shape,
  heads: SignedHistory["heads"]["decisions"],
  { stubs }: SignedHistory,
  report: Report,
) {
  for (const [writer, left] of heads) {
    const dropped = stubs[stream].filter((stub) => stub.writer === writer);
    const missing = [...left.keys()].filter((seq) => !dropped.some(({ first, last }) => first <= seq && seq <= last));
    const seq = missing.length === 0 ? 0 : Math.max(...missing);
    if (seq === 0) continue;
    const message = `a signed checkpoint tells of record ${seq} of this writer, which is not there`;
    report({ kind: "truncated", stream, writer, seq, id: "", message });
  }
}
