import { WritError } from "../../domain/errors.ts";
import type { Policy } from "../../ports/policy.ts";

/** Microseconds per evaluation. */
export interface Measured {
  readonly evaluations: number;
  readonly median_us: number;
  readonly p99_us: number;
  readonly min_us: number;
}

/** Until the engine has optimized the module. */
const WARM_UP_MS = 300;

/** Evaluations that are timed together: the clock itself takes part of a microsecond. */
const BATCH = 10;

/**
 * How long one evaluation takes in Writ's own runtime, input as text to decision document.
 *
 * @throws WritError when the policy does not evaluate this input: an error would be measured, not a decision
 */
export function measure(policy: Policy, input: string, durationMs: number): Measured {
  const first = policy.evaluate(input);
  if (!first.ok) throw new WritError("invalid_argument", `${first.code}: ${first.message}`);
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) policy.evaluate(input);
  const times: number[] = [];
  const end = performance.now() + durationMs;
  let last = performance.now();
  while (last < end) {
    for (let i = 0; i < BATCH; i++) policy.evaluate(input);
    const now = performance.now();
    times.push(((now - last) * 1000) / BATCH);
    last = now;
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { evaluations: times.length * BATCH, median_us: at(0.5), p99_us: at(0.99), min_us: at(0) };
}
