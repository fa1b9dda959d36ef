import type { Registry } from "prom-client";
import { PROCESS_METRICS } from "./catalogue/process.ts";
import { histogram } from "./catalogue/spec.ts";

const LOOK_EVERY_MS = 100;

/** Counts how late timers come in this process. */
export function countLag(process: "worker" | "primary", registers: Registry[]): { close(): void } {
  const lag = histogram(PROCESS_METRICS.lag, registers).labels({ process });
  let due = performance.now() + LOOK_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - due) / 1000);
    due = now + LOOK_EVERY_MS;
  }, LOOK_EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
