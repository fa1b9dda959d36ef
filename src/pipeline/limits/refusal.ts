import type { LimitCause } from "../../domain/call-limits.ts";
import { WritError } from "../../domain/errors.ts";

/** Nobody gains from asking sooner: it takes a client that long to come back. */
const MIN_RETRY_MS = 10;
/** A hint is no sentence: whoever has to wait for longer may look again by then. */
const MAX_RETRY_MS = 60_000;

const MESSAGES: Readonly<Record<LimitCause, string>> = {
  caller_rate: "the caller asks for more decisions a second than it may",
  caller_concurrency: "the caller has as many decisions under way as it may",
  caller_requests: "the caller sends more requests a second than it may",
  tenant_rate: "the tenant's callers ask for more decisions a second than they may",
  tenant_concurrency: "the tenant's callers have as many decisions under way as they may",
  tenant_requests: "the tenant's callers send more requests a second than they may",
  unknown_callers: "too many credentials that are nobody's came from this address",
  worker_full: "too many decisions are under way",
  worker_overloaded: "more is asked than can be decided; decisions wait for too long",
  deadline_too_short: "the call would wait past its deadline",
  slow_policy: "the tenant's policy has taken more time than its share",
};

/** What a call is told that may come back: `resource_exhausted`, with its cause and a time. */
export function limited(cause: LimitCause, retryMs: number): WritError {
  const retryAfterMs = Math.ceil(Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, retryMs)));
  return new WritError("resource_exhausted", MESSAGES[cause], { retryAfterMs, reason: { code: cause, metadata: {} } });
}
