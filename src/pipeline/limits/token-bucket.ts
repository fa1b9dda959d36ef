/** Tokens that come back at a steady rate, up to a bound. Times are of one clock that does not go back. */
export class TokenBucket {
  readonly #ratePerMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number;

  /** Full at first. */
  constructor(ratePerS: number, burst: number, nowMs: number) {
    this.#ratePerMs = ratePerS / 1000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** How long until there are so many tokens, in milliseconds; 0 when they are there. */
  wait(tokens: number, nowMs: number): number {
    this.#refill(nowMs);
    return this.#tokens >= tokens ? 0 : (tokens - this.#tokens) / this.#ratePerMs;
  }

  /** Takes tokens, there or not: what is missing has to come back first. */
  take(tokens: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens -= tokens;
  }

  #refill(nowMs: number): void {
    // A clock that went back gives nothing, and takes nothing.
    const passed = Math.max(0, nowMs - this.#atMs);
    this.#tokens = Math.min(this.#burst, this.#tokens + passed * this.#ratePerMs);
    this.#atMs = Math.max(this.#atMs, nowMs);
  }
}
