import {
  appendCheckpoint,
  type CheckpointInput,
  checkpointKey,
  checkpointsAfter,
  type NewCheckpoint,
  type StoredCheckpointKey,
  type StoredTree,
} from "./checkpoints.ts";
import { openPool } from "./connection.ts";
import { type SealerOptions, sealFollowUps } from "./follow-up-sealer.ts";
import { type DroppedRun, dropOld, oldRuns, sinksBehind } from "./retention.ts";
import { withClient } from "./transaction.ts";

/** A partition is read whole before it goes. */
const PATIENCE_MS = 600_000;
const CONNECTIONS = 2;

/** What keeps the record trustworthy beside what writes it. Everything rejects with `unavailable` without the database. */
export interface RecordUpkeep {
  seal(options: SealerOptions): Promise<{ readonly sealed: number; readonly more: boolean }>;
  checkpoint(make: (input: CheckpointInput) => NewCheckpoint | undefined): Promise<StoredTree | undefined>;
  notesAfter(size: number, limit: number): Promise<readonly { readonly size: number; readonly note: string }[]>;
  key(make: () => StoredCheckpointKey): Promise<StoredCheckpointKey>;
  /** By name, those that something older has not gone to yet. */
  sinksBehind(before: Date): Promise<readonly string[]>;
  oldRuns(before: Date): Promise<readonly DroppedRun[]>;
  dropOld(
    before: Date,
    line: (run: DroppedRun) => string,
  ): Promise<{ readonly partitions: number; readonly rows: number }>;
  close(): Promise<void>;
}

export function recordUpkeep(url: string): RecordUpkeep {
  const pool = openPool(url, "record upkeep", CONNECTIONS, PATIENCE_MS);
  return {
    seal: (options) => withClient(pool, (client) => sealFollowUps(client, options)),
    checkpoint: (make) => withClient(pool, (client) => appendCheckpoint(client, make)),
    notesAfter: (size, limit) => withClient(pool, (client) => checkpointsAfter(client, size, limit)),
    key: (make) => withClient(pool, (client) => checkpointKey(client, make)),
    sinksBehind: (before) => withClient(pool, (client) => sinksBehind(client, before)),
    oldRuns: (before) => withClient(pool, (client) => oldRuns(client, before)),
    dropOld: (before, line) => withClient(pool, (client) => dropOld(client, before, line)),
    close: () => pool.end(),
  };
}
