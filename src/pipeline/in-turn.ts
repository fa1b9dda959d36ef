import { BoundedMap } from "../domain/bounded-map.ts";
import { MAX_SESSION_ATTEMPTS } from "../domain/limits.ts";
import type { Turns } from "../ports/turns.ts";

/** For so long after a conflict the next call does not try its luck first: whoever was in the way is still at it. */
const CONTENDED_FOR_MS = 1_000;

/** Keys that are remembered as contended; one that is forgotten costs a try. */
const MAX_CONTENDED = 1_024;

/** One try to judge and to write a decision. */
export interface Try {
  /** Nobody else's change comes first. */
  readonly in_turn: boolean;
  /** No try is left: the answer has to be one that needs no condition. */
  readonly exhausted: boolean;
}

/**
 * Calls of different processes that change the same: each tries its luck, and who was not first takes its turn. Luck alone would starve
 * the slower of two that are always at it.
 */
export class Contention {
  readonly #turns: Turns;
  /** Until when, in milliseconds since 1970. */
  readonly #contended = new BoundedMap<number>(MAX_CONTENDED);

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** @param attempt says "conflict" when what it was judged by is not so any more */
  async settle<T>(keys: readonly string[], nowMs: number, attempt: (how: Try) => Promise<T | "conflict">): Promise<T> {
    if (!this.#isContended(keys, nowMs)) {
      const settled = await attempt({ in_turn: false, exhausted: false });
      if (settled !== "conflict") return settled;
      for (const key of keys) this.#contended.set(key, nowMs + CONTENDED_FOR_MS);
    }
    return this.#turns.take(keys, async () => {
      for (let tries = 1; ; tries++) {
        const settled = await attempt({ in_turn: true, exhausted: tries >= MAX_SESSION_ATTEMPTS });
        if (settled !== "conflict") return settled;
      }
    });
  }

  #isContended(keys: readonly string[], nowMs: number): boolean {
    return keys.some((key) => (this.#contended.get(key) ?? Number.NEGATIVE_INFINITY) > nowMs);
  }
}
