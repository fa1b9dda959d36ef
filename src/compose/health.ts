import type { PostgresStore } from "../adapters/postgres/store.ts";
import type { UnreadyCode } from "../domain/health.ts";
import type { BundleSet } from "../pipeline/bundle-set.ts";
import type { WorkerSink } from "./sink.ts";

export interface HealthParts {
  readonly draining: () => boolean;
  readonly sink: Pick<WorkerSink, "ready">;
  readonly store: Pick<PostgresStore, "revocations">;
  readonly bundles: Pick<BundleSet, "stale">;
}

/** Why this worker takes no decisions now; nothing where it does. */
export function unready({ draining, sink, store, bundles }: HealthParts): readonly UnreadyCode[] {
  const reasons: UnreadyCode[] = [];
  if (draining()) reasons.push("draining");
  // The same store records and tells; which of the two is missing, its listener says.
  if (!sink.ready()) reasons.push(store.revocations.current() ? "store_unavailable" : "news_unheard");
  if (bundles.stale(Date.now())) reasons.push("bundle_stale");
  return reasons;
}
