import { parentPort, workerData } from "node:worker_threads";
import { openRecords } from "../adapters/postgres/record-stream/snapshot.ts";
import type { BundleFiles } from "../domain/bundle.ts";
import type { RecordSlice } from "../ports/record-stream.ts";
import { replaySlice } from "../replay/slice.ts";
import type { Tally } from "../replay/tally.ts";
import { loadReplayBundle } from "./replay-bundle.ts";

// One thread of a replay, with a policy and a connection of its own: see replay.ts.

export interface ReplayWorkerData {
  readonly replay: {
    readonly files: BundleFiles;
    readonly fallbackBuiltins: boolean;
    readonly databaseUrl: string;
    readonly snapshot: string;
    readonly examples: number;
    readonly includeRedacted: boolean;
  };
}

/** What a thread answers to a slice; to the end it answers nothing. */
export type ReplayAnswer = { readonly tally: Tally } | { readonly failed: string };

if (parentPort !== null && isReplay(workerData)) await work(workerData, parentPort);

function isReplay(data: unknown): data is ReplayWorkerData {
  return typeof data === "object" && data !== null && "replay" in data;
}

async function work({ replay }: ReplayWorkerData, port: NonNullable<typeof parentPort>): Promise<void> {
  const { files, fallbackBuiltins, databaseUrl, snapshot, examples, includeRedacted } = replay;
  const { policy, catalogue } = await loadReplayBundle(files, fallbackBuiltins);
  const records = await openRecords(databaseUrl, snapshot);
  const by = { policy: policy.ref.digest, catalogue: catalogue.digest };
  let turn: Promise<void> = Promise.resolve();
  const judge = async (slice: RecordSlice): Promise<void> => {
    try {
      port.postMessage({ tally: await replaySlice(records, slice, { policy, by, examples, includeRedacted }) });
    } catch (error) {
      port.postMessage({ failed: error instanceof Error ? error.message : "unknown error" });
    }
  };
  port.on("message", (slice: RecordSlice | "end") => {
    turn = turn.then(async () => {
      if (slice !== "end") return judge(slice);
      await records.close();
      port.close();
    });
  });
}
