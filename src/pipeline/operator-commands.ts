import type { Peer } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { isLoopbackAddress } from "../domain/loopback.ts";
import type { MetricsReaders } from "../domain/metrics-readers.ts";
import type { Operation } from "../domain/operations.ts";
import type { Admission } from "../domain/request.ts";
import type { Profiler } from "../ports/profiler.ts";
import { requireRole } from "./permissions.ts";

/** What the people ask who run the process, of all tenants at once: only those of the tenant whose settings stand at the top may. */
export interface OperatorCommands {
  /** The Prometheus text of all workers. */
  metrics(peer: Peer, protocol: string): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Of the worker that answers. Rejects with `not_found` where the configuration has profiles off. */
  profile(kind: "cpu" | "heap", seconds: number, admission: Admission): Promise<JsonObject>;
  runtime(admission: Admission): Promise<JsonObject>;
}

export interface OperatorDeps {
  /** Whose settings stand at the top. */
  readonly tenant: string;
  readonly readers: MetricsReaders;
  readonly admit: (peer: Peer, protocol: string) => Promise<Admission>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Absent: off. */
  readonly profiler?: Profiler;
}

export function operatorCommands(deps: OperatorDeps): OperatorCommands {
  const permit = (admission: Admission, operation: Operation): void => {
    requireRole(admission, operation);
    if (admission.tenant === deps.tenant) return;
    throw new WritError("permission_denied", "this is of all tenants, and not for the callers of this one");
  };
  const profiler = (admission: Admission): Profiler => {
    permit(admission, "debug.read");
    if (deps.profiler === undefined)
      throw new WritError("not_found", "profiles are off: the setting is debug.profiles");
    return deps.profiler;
  };
  return {
    metrics: async (peer, protocol) => {
      if (!mayWithout(deps.readers, peer)) permit(await deps.admit(peer, protocol), "metrics.read");
      return deps.metrics();
    },
    profile: async (kind, seconds, admission) => profiler(admission)[kind](seconds),
    runtime: async (admission) => profiler(admission).runtime(),
  };
}

function mayWithout(readers: MetricsReaders, { address, authorization }: Peer): boolean {
  if (readers === "open") return true;
  // A credential that is wrong is not passed over.
  return readers === "loopback" && authorization === undefined && isLoopbackAddress(address);
}
