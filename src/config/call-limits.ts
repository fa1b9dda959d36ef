import type { CallLimits } from "../domain/call-limits.ts";
import { invalidField } from "../domain/errors.ts";
import { countField, objectField, optionalField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_RATE_PER_S } from "./limits-schema.ts";
import type { Config } from "./load.ts";
import type { Settings } from "./schema.ts";

const BURST_ALONE = "needs rate_per_s beside it";
const NAMES = ["rate_per_s", "burst", "concurrency", "requests_per_s"] as const;

/** `limits` of a caller. @throws WritError invalid_argument naming the field */
export function readCallLimits(value: JsonValue, at: string): CallLimits {
  const fields = objectField(value, at, NAMES);
  const { rate_per_s = 0 } = optionalField("rate_per_s", fields, at, limitField);
  const { burst = 0 } = optionalField("burst", fields, at, limitField);
  const { concurrency = 0 } = optionalField("concurrency", fields, at, limitField);
  const { requests_per_s = 0 } = optionalField("requests_per_s", fields, at, limitField);
  if (burst > 0 && rate_per_s === 0) throw invalidField(`${at}/burst`, BURST_ALONE);
  return { rate_per_s, burst, concurrency, requests_per_s };
}

/** Those of the process, and the tenant's own; `add` is told what is wrong. */
export function limitsOf(settings: Settings["limits"], add: (key: string, text: string) => void): Config["limits"] {
  const { rate_per_s, burst, concurrency, requests_per_s } = settings;
  // It would be no limit at all, to somebody who wanted one.
  if (burst > 0 && rate_per_s === 0) add("limits.burst", BURST_ALONE);
  return {
    policyMemoryMb: settings.policy_memory_mb,
    workerInFlight: settings.worker_in_flight,
    workerRunning: settings.worker_running,
    calls: { rate_per_s, burst, concurrency, requests_per_s },
    slowPolicyMsPerS: settings.slow_policy_ms_per_s,
  };
}

function limitField(value: JsonValue, at: string): number {
  const limit = countField(value, at, 0);
  if (limit > MAX_RATE_PER_S) throw invalidField(at, `must be at most ${MAX_RATE_PER_S}`);
  return limit;
}
