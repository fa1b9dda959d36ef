import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { RecordEntry } from "../../domain/record.ts";
import type { AppendResult, RecordSink } from "../../ports/record-store.ts";
import type { Destination } from "./deliver.ts";
import { Drain } from "./drain.ts";
import { makeFolder, syncFolder } from "./folder.ts";
import { Journal, type Refusal, Refused } from "./journal.ts";
import { isWritable, payloadOf } from "./payload.ts";

/** How long the end of a worker waits for its records to be in the database; the rest is the next start's. */
const CLOSE_MS = 2_000;
/** Whoever cleans up may have been quicker than the lock; it is not twice. */
const MAX_NAMES = 5;

/** Held by the process that made it until it ends, however it ends. */
export interface Lock {
  close(): unknown;
}

export interface SpoolOptions {
  /** The folder of all journals of this machine. */
  readonly dir: string;
  readonly maxBytes: number;
  readonly segmentBytes?: number;
  readonly newName: () => string;
  /** @returns undefined when another process holds the folder */
  readonly lock: (dir: string) => Promise<Lock | undefined>;
  readonly to: Destination;
  /** Where entries go that the journal does not take. */
  readonly committed: RecordSink;
  /** Whether what decisions are judged by is fresh enough to answer by, where the database cannot be asked. */
  readonly fresh: () => boolean;
  readonly refused: (reason: Refusal | "stale") => void;
}

/** A sink that answers when an entry is on this machine's disk. */
export interface Spool extends RecordSink {
  /** Whether it would take an entry now. */
  ready(): boolean;
  /** Bytes on disk that are not in the database yet, or whose file is not removed yet. */
  bytes(): number;
}

/** Opens a journal of this process's own. @throws the system's error when the folder cannot be made */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { dir, lock } = await ownFolder(options);
  const journal = new Journal({
    dir,
    maxBytes: options.maxBytes,
    ...(options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }),
    grown: () => drain.poke(),
    failed: (code) => options.to.log("spool_write_failed", { code }),
  });
  const drain = new Drain(journal, options.to);
  const instead = (entry: RecordEntry, reason: Refusal | "stale") => {
    options.refused(reason);
    return options.committed.append(entry);
  };
  return {
    append: async (entry) => {
      if (!isWritable(entry)) return options.committed.append(entry);
      if (!options.fresh()) return instead(entry, "stale");
      const refused = await journal.append(payloadOf(entry)).then(() => undefined, reasonOf);
      return refused === undefined ? SPOOLED : instead(entry, refused);
    },
    ready: () => journal.ready() && options.fresh(),
    bytes: () => journal.bytes,
    close: async () => {
      await journal.close();
      if (await drain.close(CLOSE_MS)) await rmdir(dir).catch(() => {});
      lock.close();
    },
  };
}

const SPOOLED: AppendResult = { status: "recorded", recorded: "spooled" };

function reasonOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.reason;
  throw error;
}

async function ownFolder({ dir: all, newName, lock }: SpoolOptions): Promise<{ dir: string; lock: Lock }> {
  await makeFolder(all);
  for (let name = 1; name <= MAX_NAMES; name++) {
    const dir = join(all, newName());
    await makeFolder(dir);
    const held = await lock(dir).catch(() => undefined);
    if (held === undefined) continue;
    // Before the lock was held the folder looked like one that a dead process left empty.
    await makeFolder(dir);
    await syncFolder(all);
    return { dir, lock: held };
  }
  throw new Error("no folder for the spool could be locked");
}
