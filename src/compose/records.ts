import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { appendNotes, readTail } from "../adapters/checkpoint-file/file.ts";
import { newId } from "../adapters/ids.ts";
import { makeCheckpointKey, openCheckpointKey } from "../adapters/keys/checkpoint-key.ts";
import { loadKeyEncryptionKeys } from "../adapters/keys/kek.ts";
import { createLogger } from "../adapters/observability/logger.ts";
import { createUpkeepTelemetry } from "../adapters/observability/upkeep-telemetry.ts";
import { type RecordUpkeep, recordUpkeep } from "../adapters/postgres/record-upkeep.ts";
import type { DroppedRun } from "../adapters/postgres/retention.ts";
import type { Config } from "../config/load.ts";
import type { BackgroundJob } from "../process/background.ts";
import { type RecordWork, recordKeeper } from "../process/records/record-keeper.ts";
import { type CheckpointSigner, readCheckpoint, splitNotes } from "../record/checkpoint.ts";
import { followUpHash } from "../record/follow-up-chain.ts";
import { type Leaf, leafLine } from "../record/leaves.ts";
import { nextCheckpoint } from "../record/upkeep.ts";
import type { BackgroundLog } from "./background.ts";

const DAY_MS = 86_400_000;
/** Notes that go into the file at once. */
const NOTES_AT_ONCE = 1_000;

/** What keeps the record trustworthy: the chain of follow-ups, checkpoints and retention. */
export function composeRecords(config: Config, log: BackgroundLog): BackgroundJob {
  return recordKeeper({
    open: (url) => openRecordWork(config, url),
    telemetry: createUpkeepTelemetry(() => performance.now()),
    checkpointEveryMs: config.records.checkpointEveryS * 1000,
    failed: (work, error) => log("record_upkeep_failed", { work, reason: error instanceof Error ? error.message : "" }),
  });
}

/** @throws WritError */
export async function openRecordWork(config: Config, url: string, now: () => number = Date.now): Promise<RecordWork> {
  const upkeep = recordUpkeep(url);
  const { info: log } = createLogger(config.log.level);
  try {
    const signer = await openSigner(config, upkeep);
    const { checkpointFile, keepDays } = config.records;
    const path = checkpointFile === "" ? join(config.dataDir, "checkpoints") : checkpointFile;
    const checkpoint = checkpointing(upkeep, signer, exporting(upkeep, signer, path, log), now);
    return {
      seal: async () => (await upkeep.seal({ hash: followUpHash, newWriter: () => newId("flw", now()) })).more,
      checkpoint: () => checkpoint([]),
      retain: async () => {
        if (keepDays > 0)
          await retain(upkeep, new Date(Math.floor(now() / DAY_MS - keepDays) * DAY_MS), checkpoint, log);
      },
      close: upkeep.close,
    };
  } catch (error) {
    await upkeep.close();
    throw error;
  }
}

async function openSigner({ grants, dataDir, mode, publicUrl }: Config, upkeep: RecordUpkeep) {
  const keks = loadKeyEncryptionKeys({
    ...(grants.keyEncryptionKey === undefined ? {} : { bytes: grants.keyEncryptionKey }),
    file: grants.keyEncryptionKeyFile,
    previousFile: grants.previousKeyEncryptionKeyFile,
    dataDir,
    development: mode === "development",
  });
  // A schema-less URL, as C2SP signed-note asks for, and another one for each database.
  const name = () => `${new URL(publicUrl).host}/records/${randomBytes(4).toString("hex")}`;
  const stored = await upkeep.key(() => makeCheckpointKey(name(), keks));
  return {
    key: { name: stored.name, publicKey: stored.public_key },
    privateKey: openCheckpointKey(stored.name, stored.sealed_private, keks),
  };
}

/** @returns what appends a checkpoint with these lines too, and tells it outside */
function checkpointing(upkeep: RecordUpkeep, signer: CheckpointSigner, tell: () => Promise<void>, now: () => number) {
  let known: ReadonlySet<string> = new Set();
  return async (dropped: readonly Leaf[]): Promise<void> => {
    let seen = known;
    await upkeep.checkpoint((input) => {
      seen = new Set(input.heads.map((head) => leafLine({ kind: "head", ...head })));
      return nextCheckpoint({ ...input, dropped, at_ms: now() }, signer, known);
    });
    known = seen;
    await tell();
  };
}

/** @returns what brings all notes that are not in the file yet there, and to the log */
function exporting(upkeep: RecordUpkeep, { key }: CheckpointSigner, path: string, log: BackgroundLog) {
  let told: number | undefined;
  return async (): Promise<void> => {
    told ??= Math.max(0, ...splitNotes(readTail(path)).map((note) => readCheckpoint(note, [key])?.size ?? 0));
    for (;;) {
      const notes = await upkeep.notesAfter(told, NOTES_AT_ONCE);
      if (notes.length === 0) return;
      appendNotes(
        path,
        notes.map(({ note }) => note),
      );
      for (const { size, note } of notes) {
        log("checkpoint", { size, note });
        told = size;
      }
    }
  };
}

async function retain(
  upkeep: RecordUpkeep,
  day: Date,
  checkpoint: (dropped: readonly Leaf[]) => Promise<void>,
  log: BackgroundLog,
): Promise<void> {
  const before = day.toISOString();
  const behind = await upkeep.sinksBehind(day);
  if (behind.length > 0) {
    log("records_kept", { before, sinks: behind.join(", "), reason: "these sinks have not had all of it yet" });
    return;
  }
  // Their stubs are signed and outside before anything goes.
  const leaf = (run: DroppedRun): Leaf => ({ ...run, kind: "dropped", before: before.slice(0, 10) });
  const runs = await upkeep.oldRuns(day);
  if (runs.length > 0) await checkpoint(runs.map(leaf));
  const { partitions, rows } = await upkeep.dropOld(day, (run) => leafLine(leaf(run)));
  if (partitions + rows > 0) log("records_dropped", { partitions, rows, before });
}
