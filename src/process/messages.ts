import type { Config } from "../config/load.ts";
import type { BundleSlot, Deployment } from "../domain/bundle-state.ts";

/** What the primary says to a worker. */
export type ToWorker =
  | {
      readonly type: "start";
      readonly config: Config;
      readonly databaseUrl: string;
      readonly deployments: readonly Deployment[];
    }
  /** Load what of this is not in memory yet; answered by `done`. */
  | { readonly type: "stage"; readonly id: number; readonly deployment: Deployment }
  /** Decide by this from the next call on; answered by `done`. */
  | { readonly type: "use"; readonly id: number; readonly deployment: Deployment }
  /** A bundle's source was heard. */
  | { readonly type: "heard"; readonly tenant: string; readonly slot: BundleSlot; readonly atMs: number }
  | { readonly type: "drain" }
  /** The primary wants this worker's samples. */
  | { readonly type: "sample"; readonly id: number }
  /** The samples of all workers as text, for the worker that wanted them. */
  | { readonly type: "metrics"; readonly id: number; readonly contentType: string; readonly text: string };

/** What a worker says to the primary. */
export type ToPrimary =
  | { readonly type: "ready"; readonly http: number; readonly grpc: number }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "beat" }
  /** @see ToWorker `stage` and `use`; with the problem when it was not done. */
  | { readonly type: "done"; readonly id: number; readonly problem?: string }
  | { readonly type: "samples"; readonly id: number; readonly samples: unknown }
  /** Somebody asked this worker for the metrics of all. */
  | { readonly type: "metrics"; readonly id: number };

/** How often a worker says that its event loop turns. */
export const BEAT_INTERVAL_MS = 250;

/**
 * A worker that has not turned its event loop for this long is stuck: no decision and no collection of garbage takes as
 * long, a policy is ended by its fuel long before.
 */
export const STUCK_AFTER_MS = 5_000;
