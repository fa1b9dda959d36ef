/** A call that waits for its turn. */
export interface Waiting {
  readonly since_ms: number;
  /** Its deadline. */
  readonly until_ms: number;
  /** Its turn has come. */
  start(): void;
  /** Its deadline came first. */
  expire(): void;
}

/**
 * A fiftieth of what a call has by default. A small batch, or some dozens of callers that each wait for their answer before they ask again, stay below
 * it: they are load, and no overload.
 */
const TARGET_MS = 200;

/**
 * For so long waits may be longer: a batch, or a pause of the collector, is no overload. As in CoDel (RFC 8289 section 4.3), of which the rest
 * is for packets: here the newest are refused, because whoever sent them hears of it at once, and the oldest are nearly done.
 */
const INTERVAL_MS = 100;

/** What is kept at the front of an array before it is cut off. */
const MAX_SPENT = 1_024;

/** The calls of one tenant in this worker: first in, first out. */
export class TenantQueue {
  /** How many are under way. */
  running = 0;
  /** When one of its calls started last, in an order over all tenants. */
  turn = 0;
  /** When its callers asked last. */
  askedMs = Number.NEGATIVE_INFINITY;
  #waiting: Waiting[] = [];
  #first = 0;
  #overloaded = false;
  #aboveSinceMs: number | undefined;
  #belowSinceMs: number | undefined;

  get size(): number {
    return this.#waiting.length - this.#first;
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
  }

  shift(nowMs: number): Waiting | undefined {
    const first = this.#waiting[this.#first];
    if (first === undefined) return undefined;
    this.#first += 1;
    if (this.#first >= MAX_SPENT || this.#first === this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    this.#look(nowMs);
    return first;
  }

  /** Takes out those at the front whose deadline has passed. */
  expired(nowMs: number): readonly Waiting[] {
    const expired: Waiting[] = [];
    for (let first = this.#waiting[this.#first]; first !== undefined; first = this.#waiting[this.#first]) {
      if (first.until_ms > nowMs) break;
      expired.push(first);
      this.shift(nowMs);
    }
    return expired;
  }

  /** How long the one has waited that is next; 0 where none waits. */
  age(nowMs: number): number {
    const first = this.#waiting[this.#first];
    return first === undefined ? 0 : nowMs - first.since_ms;
  }

  /** Whether one more would wait for too long: so it was for a while, and is now. */
  overloaded(nowMs: number): boolean {
    return this.#look(nowMs) && this.#overloaded;
  }

  /** @returns whether the wait is too long now */
  #look(nowMs: number): boolean {
    const above = this.age(nowMs) > TARGET_MS;
    if (above) {
      this.#belowSinceMs = undefined;
      this.#aboveSinceMs ??= nowMs;
      if (nowMs - this.#aboveSinceMs >= INTERVAL_MS) this.#overloaded = true;
    } else {
      this.#aboveSinceMs = undefined;
      this.#belowSinceMs ??= nowMs;
      if (nowMs - this.#belowSinceMs >= INTERVAL_MS) this.#overloaded = false;
    }
    return above;
  }
}
