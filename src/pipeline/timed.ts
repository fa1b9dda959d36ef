import type { Step, Telemetry } from "../ports/telemetry.ts";

/** Runs one step and tells how long it took. */
export function timed<T>(telemetry: Telemetry, step: Step, work: () => T): T {
  const started = performance.now();
  const result = work();
  telemetry.stepTook(step, performance.now() - started);
  return result;
}

/** The same for a step that waits for the outside. */
export async function timedWait<T>(telemetry: Telemetry, step: Step, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  telemetry.stepTook(step, performance.now() - started);
  return result;
}
