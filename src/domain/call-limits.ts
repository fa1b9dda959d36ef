/** What one caller, or all callers of one tenant, may have of one worker; 0 is no limit. */
export interface CallLimits {
  /** Decisions a second, each item of a batch and each message of a stream counted. */
  readonly rate_per_s: number;
  /** Decisions that may come at once after a quiet time; 0 is a second's worth. */
  readonly burst: number;
  /** Decisions that may wait or be under way at once. */
  readonly concurrency: number;
  /** Requests of any kind a second; a batch is one, and a stream. */
  readonly requests_per_s: number;
}

export const NO_CALL_LIMITS: CallLimits = Object.freeze({
  rate_per_s: 0,
  burst: 0,
  concurrency: 0,
  requests_per_s: 0,
});

/** Why a call was told to come back: the `reason` beside `resource_exhausted`, and the label of its metric. */
export const LIMIT_CAUSES = [
  /** The caller's `rate_per_s`, `concurrency`, `requests_per_s`. */
  "caller_rate",
  "caller_concurrency",
  "caller_requests",
  /** The same of its tenant. */
  "tenant_rate",
  "tenant_concurrency",
  "tenant_requests",
  /** Too many credentials that are nobody's came from the address. */
  "unknown_callers",
  /** The worker holds as many decisions as it may. */
  "worker_full",
  /** The tenant's calls have waited for too long for some time. */
  "worker_overloaded",
  /** Those before it would be waited for past the call's own deadline. */
  "deadline_too_short",
  /** The tenant's slow policy has had its share of the worker. */
  "slow_policy",
] as const;
export type LimitCause = (typeof LIMIT_CAUSES)[number];
