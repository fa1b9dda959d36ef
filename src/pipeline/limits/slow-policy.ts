import { limited } from "./refusal.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Nobody beside it notices a shorter one. */
const SLOW_MS = 5;

/** A new policy's first evaluations, and a pause of the collector, are not what this is about. */
const BURST_MS = 250;

export interface SlowPolicyOptions {
  /** Milliseconds a second that slow evaluations may take; 0 is no limit. */
  readonly slowMsPerS: number;
  /** Whether others wait for this worker: alone nobody is in the way. */
  readonly contended: () => boolean;
  /** Milliseconds of a clock that does not go back. */
  readonly now: () => number;
}

/**
 * Keeps one tenant's slow or endless policy from being everybody's: an evaluation holds the worker until its fuel is spent. Only slow ones are
 * counted, and past their share none of the tenant's calls is evaluated until it has come back: the next one tries.
 */
export class SlowPolicy {
  readonly #options: SlowPolicyOptions;
  readonly #budget: TokenBucket | undefined;

  constructor(options: SlowPolicyOptions) {
    this.#options = options;
    this.#budget = options.slowMsPerS === 0 ? undefined : new TokenBucket(options.slowMsPerS, BURST_MS, options.now());
  }

  /** An evaluation, or the reading of a call's arguments, took so long. */
  took(milliseconds: number): void {
    if (milliseconds >= SLOW_MS) this.#budget?.take(milliseconds, this.#options.now());
  }

  /** @throws WritError resource_exhausted */
  check(): void {
    const wait = this.#budget?.wait(0, this.#options.now()) ?? 0;
    if (wait > 0 && this.#options.contended()) throw limited("slow_policy", wait);
  }
}
