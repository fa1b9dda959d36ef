import type { Step, Telemetry } from "../ports/telemetry.ts";

/** Runs one step and tells how long it took. */
export function timed<T>(telemetry: Telemetry, step: Step, work: () => T): T {
  const started = performance.now();
  const result = work();
  telemetry.stepTook(step, performance.now() - started);
  return result;
}
