import { quantile } from "../statistics.ts";

export interface Timed {
  readonly calls: number;
  /** Wall time of one call: the scheduler and the collector of garbage are in the p99. */
  readonly p50_us: number;
  readonly p99_us: number;
  /** CPU of the thread, over all calls: getrusage counts too coarsely for one. */
  readonly mean_cpu_us: number;
}

/** Long enough for the optimizing compiler to have seen every branch. */
const WARM_UP_CALLS = 3000;
const MEASURED_CALLS = 10_000;

export function timed(call: (index: number) => unknown): Timed {
  for (let index = 0; index < WARM_UP_CALLS; index++) call(index);
  const took: number[] = [];
  const before = process.threadCpuUsage();
  for (let index = 0; index < MEASURED_CALLS; index++) took.push(microseconds(() => call(index)));
  const { user, system } = process.threadCpuUsage(before);
  took.sort((a, b) => a - b);
  return {
    calls: took.length,
    p50_us: quantile(took, 0.5),
    p99_us: quantile(took, 0.99),
    mean_cpu_us: (user + system) / took.length,
  };
}

const AGAIN = 5;
/** What takes as long as this is no accident of the scheduler. */
const PLAINLY_SLOW_US = 500_000;

/** The least of several tries: what the call itself takes, whatever else the machine did meanwhile. */
export function leastMicroseconds(call: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0, spent = 0; tries < AGAIN && spent < PLAINLY_SLOW_US; tries++) {
    const took = microseconds(call);
    least = Math.min(least, took);
    spent += took;
  }
  return least;
}

export function microseconds(call: () => unknown): number {
  const started = performance.now();
  call();
  return (performance.now() - started) * 1000;
}
