import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { openRecords } from "../adapters/postgres/record-stream/snapshot.ts";
import type { BundleFiles } from "../domain/bundle.ts";
import { WritError } from "../domain/errors.ts";
import type { RecordSelection, RecordSlice } from "../ports/record-stream.ts";
import { EMPTY_TALLY, sum, type Tally } from "../replay/tally.ts";
import type { ReplayAnswer, ReplayWorkerData } from "./replay-worker.ts";

/** Records that a thread judges in one go: some 50 ms of work, so that the last slices leave no thread idle for long. */
const RECORDS_A_SLICE = 500;

/** Slices that a thread has before it: it begins the next one without waiting to be told. */
const SLICES_AHEAD = 2;

export interface ReplayOptions {
  readonly databaseUrl: string;
  readonly files: BundleFiles;
  readonly fallbackBuiltins: boolean;
  readonly selection: RecordSelection;
  readonly jobs: number;
  readonly examples: number;
  readonly includeRedacted: boolean;
  /** For tests, which have few records. */
  readonly recordsASlice?: number;
}

export type Progress = (done: number, total: number) => void;

export interface ReplayResult {
  readonly jobs: number;
  readonly tally: Tally;
}

/**
 * Judges all that is selected by the bundle, in as many threads as wanted, each with a policy and a connection of its own, all
 * of them reading the records as they stood at one moment.
 * @throws WritError unavailable when the database or a thread fails
 */
export async function replay(options: ReplayOptions, progress: Progress): Promise<ReplayResult> {
  const records = await openRecords(options.databaseUrl);
  try {
    const slices = await records.slices(options.selection, options.recordsASlice ?? RECORDS_A_SLICE);
    const jobs = Math.max(1, Math.min(options.jobs, slices.length));
    const tally = slices.length === 0 ? EMPTY_TALLY : await inThreads(options, records.name, slices, jobs, progress);
    return { jobs, tally };
  } finally {
    await records.close();
  }
}

async function inThreads(
  options: ReplayOptions,
  snapshot: string,
  slices: readonly RecordSlice[],
  jobs: number,
  progress: Progress,
): Promise<Tally> {
  const { files, fallbackBuiltins, databaseUrl, examples, includeRedacted } = options;
  const workerData: ReplayWorkerData = {
    replay: { files, fallbackBuiltins, databaseUrl, snapshot, examples, includeRedacted },
  };
  const url = new URL(`./replay-worker${extname(import.meta.url)}`, import.meta.url);
  const total = slices.reduce((so, { records }) => so + records, 0);
  const queue = slices[Symbol.iterator]();
  let done = EMPTY_TALLY;
  const workers = Array.from({ length: jobs }, () => new Worker(url, { workerData }));
  progress(0, total);
  const each = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let open = 0;
      const give = () => {
        const { value, done: none } = queue.next();
        if (none === true) return;
        open++;
        worker.postMessage(value);
      };
      worker.on("message", (answer: ReplayAnswer) => {
        if ("failed" in answer) {
          reject(new WritError("unavailable", answer.failed));
          return;
        }
        open--;
        done = sum([done, answer.tally], examples);
        progress(done.records, total);
        give();
        if (open === 0) worker.postMessage("end");
      });
      worker.once("error", (cause) => reject(new WritError("unavailable", "a thread of the replay failed", { cause })));
      worker.once("exit", () =>
        open === 0 ? resolve() : reject(new WritError("unavailable", "a thread ended early")),
      );
      for (let ahead = 0; ahead < SLICES_AHEAD; ahead++) give();
      if (open === 0) worker.postMessage("end");
    });
  try {
    await Promise.all(workers.map(each));
    return done;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
