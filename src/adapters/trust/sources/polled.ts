import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../../domain/json.ts";
import { SourceProblem } from "./http-get.ts";
import type { SourceLimits } from "./limits.ts";
import type { KeyDocument, KeySource, KeySourceEvent } from "./source.ts";

/** What one look at a source found. */
export interface Looked {
  readonly keys: readonly JsonObject[];
  /** When to look again; the source's own interval where it says nothing. */
  readonly againInMs?: number;
}

export interface PolledOptions {
  readonly issuer: string;
  /** Rejects with a SourceProblem, and is done when the signal is aborted. */
  readonly look: (signal: AbortSignal) => Promise<Looked>;
  readonly pollMs: number;
  readonly limits: SourceLimits;
  readonly told: (event: KeySourceEvent) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Intervals differ by up to this share, so that workers that began together do not go on together. */
const JITTER = 0.1;

/** Keys that are looked at again and again, ahead of those who need them. */
export class PolledSource implements KeySource {
  readonly #options: PolledOptions;
  readonly #closed = new AbortController();
  #known: KeyDocument | undefined;
  #looking: Promise<void> | undefined;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #problem = "";

  constructor(options: PolledOptions) {
    this.#options = options;
    void this.#look();
  }

  current(nowMs: number): KeyDocument | undefined {
    const known = this.#known;
    if (known === undefined) return undefined;
    // A clock that was put back must not make old keys young.
    return Math.abs(nowMs - known.fetchedAtMs) > this.#options.limits.maxAgeMs ? undefined : known;
  }

  async miss(): Promise<void> {
    if (this.#looking !== undefined) return this.#looking;
    if (this.#closed.signal.aborted || performance.now() - this.#lookedAtMs < this.#options.limits.missIntervalMs)
      return;
    return this.#look();
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#timer);
  }

  #look(): Promise<void> {
    clearTimeout(this.#timer);
    this.#lookedAtMs = performance.now();
    this.#looking = this.#lookOnce().then((againInMs) => {
      this.#looking = undefined;
      if (this.#closed.signal.aborted) return;
      this.#timer = setTimeout(() => void this.#look(), againInMs * (1 - JITTER * Math.random()));
      this.#timer.unref();
    });
    return this.#looking;
  }

  /** Never rejects. @returns when to look again, in milliseconds */
  async #lookOnce(): Promise<number> {
    const { limits, look, pollMs, now } = this.#options;
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(limits.timeoutMs)]);
    const askedAtMs = now();
    try {
      const { keys, againInMs } = await look(signal);
      if (keys.length === 0) throw new SourceProblem("the document has no key that can be used");
      this.#take(keys, askedAtMs);
      return Math.min(Math.max(againInMs ?? pollMs, Math.min(pollMs, limits.minPollMs)), limits.maxPollMs);
    } catch (error) {
      if (!this.#closed.signal.aborted) this.#failed(error);
      return pollMs;
    }
  }

  #take(keys: readonly JsonObject[], atMs: number): void {
    const { issuer, told } = this.#options;
    const before = this.#known?.keys;
    const same = before !== undefined && isDeepStrictEqual(before, keys);
    // The same keys stay the same list: who remembers what they verified need not compare them.
    this.#known = { keys: same ? before : keys, fetchedAtMs: atMs };
    if (!same) told({ issuer, event: before === undefined ? "keys_read" : "keys_changed", problem: "" });
    else if (this.#problem !== "") told({ issuer, event: "keys_read", problem: "" });
    this.#problem = "";
  }

  /** Told once for each problem, not once a look. */
  #failed(error: unknown): void {
    const problem = error instanceof SourceProblem ? error.message : "the source failed";
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.told({ issuer: this.#options.issuer, event: "keys_unavailable", problem });
  }
}
