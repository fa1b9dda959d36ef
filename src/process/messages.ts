import type { Config } from "../config/load.ts";

/** What the primary says to a worker. */
export type ToWorker =
  | { readonly type: "start"; readonly config: Config; readonly databaseUrl: string; readonly activatedAt: Date }
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
