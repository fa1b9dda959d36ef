import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { EvaluationWatch } from "../ports/evaluation-watch.ts";
import { SEQUENCE_CELL, STOP_CELL, type WatcherData } from "./deadline-watcher.ts";

/**
 * For how long one evaluation may have the processor. Fuel ends it after some 100 ms of work; what is under way for as long as this is
 * not ended by fuel. Callers cannot choose it: one who asks for a short timeout could
 * end the calls of all others.
 */
const EVALUATION_DEADLINE_MS = 1_000;

/** What ends a process whose evaluation is overdue; nothing else sends it, so that the primary can tell why a worker died. */
export const OVERDUE_SIGNAL = "SIGALRM";

export interface DeadlineWatch extends EvaluationWatch {
  stop(): Promise<void>;
}

/**
 * Starts a thread that ends this process when an evaluation is overdue: an evaluation holds its own thread, and no JavaScript
 * runs there before it ends. The callers lose their connection, which no gateway may take for a yes.
 *
 * Beginning and ending are one store each into memory that the thread looks at: no clock is read for an evaluation.
 */
export function startDeadlineWatch(deadlineMs = EVALUATION_DEADLINE_MS): DeadlineWatch {
  const cells = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const url = new URL(`./deadline-watcher${extname(import.meta.url)}`, import.meta.url);
  const workerData: WatcherData = { cells, deadlineMs, signal: OVERDUE_SIGNAL };
  const thread = new Worker(url, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  thread.unref();
  // Without the thread nobody would notice: better no worker than one that nobody watches.
  thread.on("error", (error) => {
    throw error;
  });
  let sequence = 0;
  return {
    begin: () => {
      sequence = (sequence + 1) | 1;
      Atomics.store(cells, SEQUENCE_CELL, sequence);
    },
    end: () => {
      sequence = (sequence + 1) & ~1;
      Atomics.store(cells, SEQUENCE_CELL, sequence);
    },
    stop: async () => {
      Atomics.store(cells, STOP_CELL, 1);
      Atomics.notify(cells, STOP_CELL);
      await thread.terminate();
    },
  };
}
