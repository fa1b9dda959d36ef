import { type Config, tenantsOf } from "../config/load.ts";
import { Entries } from "../pipeline/limits/entries.ts";
import type { GateTelemetry } from "../ports/gate-telemetry.ts";

/** What all calls of a worker pass first. */
export function composeEntries(config: Config, telemetry: GateTelemetry): Entries {
  const limits = tenantsOf(config).map(({ tenant, limits: { calls, slowPolicyMsPerS } }) => {
    return [tenant, { calls, slowPolicyMsPerS }] as const;
  });
  return new Entries({
    limits: new Map(limits),
    maxRunning: config.limits.workerRunning,
    maxHeld: config.limits.workerInFlight,
    now: () => performance.now(),
    later: (work) => {
      setImmediate(work);
    },
    telemetry,
  });
}
