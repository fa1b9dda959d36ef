import { BoundedMap } from "../../domain/bounded-map.ts";
import type { CallLimits, LimitCause } from "../../domain/call-limits.ts";
import type { Admission } from "../../domain/request.ts";
import { limited } from "./refusal.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Callers with limits of their own that are remembered: tokens may name any number, and the one forgotten starts anew. */
const MAX_CALLERS = 10_000;

/** A burst of requests where none is set: what a second brings. */
const BURST_S = 1;

/** The share of a second after which one of many decisions under way has ended. */
const CONCURRENCY_RETRY_MS = 50;

interface Subject {
  readonly of: "caller" | "tenant";
  readonly limits: CallLimits;
  readonly decisions: TokenBucket | undefined;
  readonly requests: TokenBucket | undefined;
  readonly concurrency: number;
  underWay: number;
}

/** Rates and concurrency of one tenant and of its callers, in this worker alone: nobody asks another process for a token. */
export class CallerLimits {
  readonly #tenant: Subject;
  readonly #callers = new BoundedMap<Subject>(MAX_CALLERS);
  readonly #now: () => number;

  /** @param now milliseconds of a clock that does not go back */
  constructor(tenant: CallLimits, now: () => number) {
    this.#tenant = subject("tenant", tenant, now());
    this.#now = now;
  }

  /** One request of whatever kind. @throws WritError resource_exhausted */
  request(admission: Admission): void {
    const now = this.#now();
    const buckets = this.#subjects(admission).flatMap(({ of, requests }) =>
      requests === undefined ? [] : [{ bucket: requests, cause: `${of}_requests` as const }],
    );
    takeAll(buckets, now);
  }

  /** One decision. @returns what ends it, to be called once. @throws WritError resource_exhausted */
  enter(admission: Admission): () => void {
    const now = this.#now();
    const subjects = this.#subjects(admission);
    for (const { of, concurrency, underWay } of subjects) {
      if (concurrency > 0 && underWay >= concurrency) throw limited(`${of}_concurrency`, CONCURRENCY_RETRY_MS);
    }
    const buckets = subjects.flatMap(({ of, decisions }) =>
      decisions === undefined ? [] : [{ bucket: decisions, cause: `${of}_rate` as const }],
    );
    takeAll(buckets, now);
    for (const one of subjects) one.underWay += 1;
    return () => {
      for (const one of subjects) one.underWay -= 1;
    };
  }

  #subjects({ caller, limits }: Admission): readonly Subject[] {
    if (limits === undefined) return [this.#tenant];
    const known = this.#callers.get(caller.id);
    // A file of callers that changed brings others, or the same anew: then what is spent is spent, and what is held is held.
    if (known !== undefined && isSame(known.limits, limits)) return [known, this.#tenant];
    const fresh = subject("caller", limits, this.#now());
    this.#callers.set(caller.id, fresh);
    return [fresh, this.#tenant];
  }
}

function isSame(one: CallLimits, other: CallLimits): boolean {
  if (one === other) return true;
  return (
    one.rate_per_s === other.rate_per_s &&
    one.burst === other.burst &&
    one.concurrency === other.concurrency &&
    one.requests_per_s === other.requests_per_s
  );
}

function subject(of: Subject["of"], limits: CallLimits, nowMs: number): Subject {
  const { rate_per_s, burst, concurrency, requests_per_s } = limits;
  return {
    of,
    limits,
    decisions: bucket(rate_per_s, burst, nowMs),
    requests: bucket(requests_per_s, 0, nowMs),
    concurrency,
    underWay: 0,
  };
}

function bucket(ratePerS: number, burst: number, nowMs: number): TokenBucket | undefined {
  if (ratePerS === 0) return undefined;
  return new TokenBucket(ratePerS, burst > 0 ? burst : Math.max(1, ratePerS * BURST_S), nowMs);
}

/** From all or from none: what one refuses costs the others nothing. */
function takeAll(
  buckets: readonly { readonly bucket: TokenBucket; readonly cause: LimitCause }[],
  nowMs: number,
): void {
  for (const { bucket, cause } of buckets) {
    const wait = bucket.wait(1, nowMs);
    if (wait > 0) throw limited(cause, wait);
  }
  for (const { bucket } of buckets) bucket.take(1, nowMs);
}
