import { Type } from "typebox";
import { MAX_WORKER_IN_FLIGHT, MAX_WORKER_RUNNING } from "../domain/limits.ts";

/** A WASM memory ends at 4 GiB. */
const MAX_POLICY_MEMORY_MB = 4096;

/** More decisions a second than one worker makes, so that a larger number is a mistake. */
export const MAX_RATE_PER_S = 1_000_000;

const perWorker = (env: string, description: string) =>
  Type.Integer({ minimum: 0, maximum: MAX_RATE_PER_S, env, default: 0, description });

/** What the process holds, and what a tenant's callers may ask of each worker. */
export const LIMITS_SCHEMA = Type.Object({
  policy_memory_mb: Type.Integer({
    minimum: 8,
    maximum: MAX_POLICY_MEMORY_MB,
    env: "WRIT_LIMITS_POLICY_MEMORY_MB",
    default: 256,
    description: "Memory that the loaded policy may take in each worker; its parsed data takes some 14 times its JSON.",
  }),
  worker_in_flight: Type.Integer({
    minimum: 1,
    maximum: 65_536,
    env: "WRIT_LIMITS_WORKER_IN_FLIGHT",
    default: MAX_WORKER_IN_FLIGHT,
    description:
      "Decisions that may wait or be under way in one worker; past it callers are told to come back: docs/limits.md.",
  }),
  worker_running: Type.Integer({
    minimum: 1,
    maximum: 65_536,
    env: "WRIT_LIMITS_WORKER_RUNNING",
    default: MAX_WORKER_RUNNING,
    description: "Of these the ones that may be under way; the others wait for their turn.",
  }),
  rate_per_s: perWorker(
    "WRIT_LIMITS_RATE_PER_S",
    "Decisions a second that the tenant's callers together may ask of each worker; 0 is no limit: docs/limits.md.",
  ),
  burst: perWorker(
    "WRIT_LIMITS_BURST",
    "Decisions that may come at once after a quiet time; 0 is as many as `rate_per_s`.",
  ),
  concurrency: perWorker(
    "WRIT_LIMITS_CONCURRENCY",
    "Decisions of the tenant that each worker may hold at once; 0 is no limit.",
  ),
  requests_per_s: perWorker(
    "WRIT_LIMITS_REQUESTS_PER_S",
    "Requests of any kind a second that the tenant's callers together may send to each worker, a batch or a stream being one; 0 is no limit.",
  ),
  slow_policy_ms_per_s: Type.Integer({
    minimum: 0,
    maximum: 1_000,
    env: "WRIT_LIMITS_SLOW_POLICY_MS_PER_S",
    default: 5,
    description:
      "Milliseconds of each second of a worker that the tenant's slow evaluations may take while other tenants ask it too; 0 is no limit.",
  }),
});
