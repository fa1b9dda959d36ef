import type { Config } from "../config/schema.ts";

/** What the primary says to a worker. */
export type ToWorker =
  | { readonly type: "start"; readonly config: Config; readonly databaseUrl: string }
  | { readonly type: "drain" };

/** What a worker says to the primary. */
export type ToPrimary =
  | { readonly type: "ready"; readonly http: number; readonly grpc: number }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "beat" };

/** How often a worker says that its event loop turns. */
export const BEAT_INTERVAL_MS = 250;

/**
 * A worker that has not turned its event loop for this long is stuck: no decision and no collection of garbage takes as
 * long, a policy is ended by its fuel long before.
 */
export const STUCK_AFTER_MS = 5_000;
