import type { GateTelemetry } from "../../ports/gate-telemetry.ts";
import { limited } from "./refusal.ts";
import { TenantQueue, type Waiting } from "./tenant-queue.ts";

/**
 * How long a worker starts decisions before it looks at its sockets again. Longer, and whoever is refused waits for it; shorter, and the looking
 * costs more than it gains.
 */
const SLICE_MS = 3;

/** Of several tenants none may have all the slots, or all the room to wait: a call of another one starts at once. */
const TENANT_SHARE = 0.75;

/** Starts that are asked for before the sockets' turn: more than a slice holds, and each costs a microsecond where it does not. */
const STARTS_PER_TURN = 16;

/** Where nobody waits yet, what is to be waited for is what is under way. */
const FULL_RETRY_MS = 100;

export interface GateOptions {
  /** Decisions under way at once, from their first step to the answer. */
  readonly maxRunning: number;
  /** Those, and those that wait. */
  readonly maxHeld: number;
  /** How many tenants this worker serves. */
  readonly tenants: number;
  /** Milliseconds of a clock that does not go back. */
  readonly now: () => number;
  /** Runs it after what is at hand, with its promises settled before the next one runs, and before the sockets' turn after: `setImmediate`. */
  readonly later: (work: () => void) => void;
  readonly telemetry: GateTelemetry;
}

/**
 * The one way by which decisions of all tenants start in this worker. So many are under way at once, and they start for a few milliseconds before
 * the sockets have their turn; the others wait, by tenant, and the tenant with the fewest under way is next. A tenant whose calls have waited for
 * too long takes no more until they have not: what is refused is refused on arrival.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #tenants = new Map<string, TenantQueue>();
  readonly #maxOfTenant: number;
  readonly #maxHeldOfTenant: number;
  #running = 0;
  #waiting = 0;
  #starts = 0;
  #turn = 0;
  /** Undefined until the first start after the sockets had their turn. */
  #sliceEndsMs: number | undefined;
  /** Pieces of work that were put behind the sockets' next turn, and those of this one that have not run yet. */
  #scheduled = 0;
  #left = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    const { maxRunning, maxHeld, tenants } = options;
    const shareOf = (all: number) => (tenants > 1 ? Math.max(1, Math.floor(all * TENANT_SHARE)) : all);
    this.#maxOfTenant = shareOf(maxRunning);
    this.#maxHeldOfTenant = shareOf(maxHeld);
  }

  /**
   * Runs `work` when its turn has come, unless its deadline comes first: then nothing runs, and nobody is answered any more.
   * @param timeoutMs of the whole call
   * @throws WritError resource_exhausted
   */
  run<T>(tenant: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
    const { now: clock, telemetry } = this.#options;
    const now = clock();
    const queue = this.#queueOf(tenant);
    this.#refuse(queue, timeoutMs, now);
    return new Promise<T>((resolve, reject) => {
      const ended = () => this.#ended(queue);
      const start = () => {
        work().finally(ended).then(resolve, reject);
      };
      const expire = () => reject(limited("deadline_too_short", FULL_RETRY_MS));
      const call = { since_ms: now, until_ms: now + timeoutMs, start, expire };
      if (this.#waiting === 0 && this.#mayStart(queue, now)) {
        this.#start(call, queue, now);
        return;
      }
      queue.push(call);
      this.#waiting += 1;
      telemetry.waiting(this.#waiting);
      this.#schedule();
    });
  }

  /** Refuses what `run` would refuse now, before anything of the call is read. @throws WritError resource_exhausted */
  expect(tenant: string): void {
    this.#refuse(this.#queueOf(tenant), Number.POSITIVE_INFINITY, this.#options.now());
  }

  /** Whether callers of other tenants have asked in the last so many milliseconds. */
  contended(tenant: string, withinMs: number): boolean {
    const since = this.#options.now() - withinMs;
    for (const [name, { askedMs }] of this.#tenants) if (name !== tenant && askedMs >= since) return true;
    return false;
  }

  /** Tenants are those of the configuration: there are not many. */
  #queueOf(tenant: string): TenantQueue {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return known;
    const fresh = new TenantQueue();
    this.#tenants.set(tenant, fresh);
    return fresh;
  }

  #refuse(queue: TenantQueue, timeoutMs: number, now: number): void {
    queue.askedMs = now;
    this.#expire(queue, now);
    const full = this.#running + this.#waiting >= this.#options.maxHeld;
    if (full || queue.running + queue.size >= this.#maxHeldOfTenant) throw limited("worker_full", FULL_RETRY_MS);
    const age = queue.age(now);
    if (queue.overloaded(now)) throw limited("worker_overloaded", age);
    if (age > timeoutMs) throw limited("deadline_too_short", age);
  }

  /** Whoever waited past its deadline takes no room from others. */
  #expire(queue: TenantQueue, now: number): void {
    const expired = queue.expired(now);
    this.#waiting -= expired.length;
    for (const { expire } of expired) expire();
  }

  /** Whether there is a slot, and time before the sockets have to be looked at. */
  #mayStart(queue: TenantQueue, now: number): boolean {
    if (!this.#hasSlot(queue)) return false;
    if (this.#sliceEndsMs === undefined) {
      this.#sliceEndsMs = now + SLICE_MS;
      // Ends it, whether anybody waits or not.
      if (this.#left === 0) this.#schedule();
    }
    return now < this.#sliceEndsMs;
  }

  #hasSlot(queue: TenantQueue): boolean {
    return this.#running < this.#options.maxRunning && queue.running < this.#maxOfTenant;
  }

  #start({ since_ms, start }: Waiting, queue: TenantQueue, now: number): void {
    this.#running += 1;
    queue.running += 1;
    queue.turn = ++this.#starts;
    this.#options.telemetry.waited(now - since_ms);
    start();
  }

  #ended(queue: TenantQueue): void {
    this.#running -= 1;
    queue.running -= 1;
    if (this.#waiting > 0) this.#schedule();
  }

  /** A piece of work for each start: what a decision does at once is done before the next one starts. */
  #schedule(): void {
    const wanted = Math.min(STARTS_PER_TURN, Math.max(1, this.#waiting));
    for (; this.#scheduled < wanted; this.#scheduled++) {
      const turn = this.#turn;
      this.#options.later(() => this.#tick(turn));
    }
  }

  #tick(turn: number): void {
    if (turn === this.#turn) this.#beginTurn();
    this.#left -= 1;
    const queue = this.#next();
    const now = this.#options.now();
    if (queue !== undefined && this.#mayStart(queue, now)) this.#startFirst(queue, now);
    if (this.#left > 0) return;
    this.#sliceEndsMs = undefined;
    if (this.#next() !== undefined) this.#schedule();
  }

  /** The first piece of work after the sockets' turn: what is put behind it from now on is for the next one. */
  #beginTurn(): void {
    this.#turn += 1;
    this.#left = this.#scheduled;
    this.#scheduled = 0;
    this.#sliceEndsMs = undefined;
  }

  #startFirst(queue: TenantQueue, now: number): void {
    this.#expire(queue, now);
    const waiting = queue.shift(now);
    if (waiting === undefined) return;
    this.#waiting -= 1;
    this.#options.telemetry.waiting(this.#waiting);
    this.#start(waiting, queue, now);
  }

  /** Who has the fewest under way, and of these who has waited for longest. */
  #next(): TenantQueue | undefined {
    let next: TenantQueue | undefined;
    for (const queue of this.#tenants.values()) {
      if (queue.size === 0 || !this.#hasSlot(queue)) continue;
      if (next === undefined || before(queue, next)) next = queue;
    }
    return next;
  }
}

function before(one: TenantQueue, other: TenantQueue): boolean {
  return one.running === other.running ? one.turn < other.turn : one.running < other.running;
}
