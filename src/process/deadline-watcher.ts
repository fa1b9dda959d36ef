import { isMainThread, workerData } from "node:worker_threads";

// The thread that watches evaluations: see deadline-watch.ts.

export interface WatcherData {
  readonly cells: Int32Array;
  readonly deadlineMs: number;
  readonly signal: NodeJS.Signals;
}

/** Odd while an evaluation runs; another number for each. */
export const SEQUENCE_CELL = 0;
/** Not 0 when nobody needs to watch any more. */
export const STOP_CELL = 1;

/** An overdue evaluation is noticed this much late, twice at most. */
const LOOK_EVERY_MS = 25;

/** A busy machine lets this thread wait as well; more than this is a machine that slept, and no evaluation that hangs. */
const MOST_PASSED_MS = 250;

/** A signal that the process was started to ignore does not end it; this one does. */
const KILL_AFTER_MS = 20;

if (!isMainThread && isWatcherData(workerData)) watch(workerData);

function isWatcherData(data: unknown): data is WatcherData {
  return typeof data === "object" && data !== null && "cells" in data && data.cells instanceof Int32Array;
}

/**
 * Counts the time that it saw pass and in which this process ran: a machine that slept, or has others to serve, does not make an evaluation
 * hang. An evaluation waits for nothing, so that one that hangs burns all of its time.
 */
function watch({ cells, deadlineMs, signal }: WatcherData): void {
  let seen = 0;
  let ageMs = 0;
  let lookedAt = performance.now();
  let burnt = burntMs();
  while (Atomics.wait(cells, STOP_CELL, 0, LOOK_EVERY_MS) === "timed-out") {
    const now = performance.now();
    const burntNow = burntMs();
    const passedMs = Math.min(now - lookedAt, burntNow - burnt, MOST_PASSED_MS);
    lookedAt = now;
    burnt = burntNow;
    const sequence = Atomics.load(cells, SEQUENCE_CELL);
    const running = sequence % 2 !== 0;
    ageMs = running && sequence === seen ? ageMs + passedMs : 0;
    seen = sequence;
    if (ageMs < deadlineMs) continue;
    process.kill(process.pid, signal);
    Atomics.wait(cells, STOP_CELL, 0, KILL_AFTER_MS);
    process.kill(process.pid, "SIGKILL");
  }
}

/** CPU time of all threads of this process since its start. */
function burntMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
