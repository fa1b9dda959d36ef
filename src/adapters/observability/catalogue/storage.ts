import * as label from "./labels.ts";
import type { MetricSpec } from "./spec.ts";

/** One decision alone, up to as many as one commit takes. */
const BATCH = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500];
/** From a commit on a fast disk to the patience with one (10 s). */
const FLUSH_SECONDS = [2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

/** What is counted of the database, the spool and the chains. */
export const STORAGE_METRICS = {
  lost: {
    name: "writ_records_lost_total",
    type: "counter",
    help: "Records that were answered and could not be written afterwards: docs/records.md",
    labels: {},
  },
  batch: {
    name: "writ_commit_batch_records",
    type: "histogram",
    help: "Decisions that shared one commit",
    labels: {},
    buckets: BATCH,
  },
  flush: {
    name: "writ_commit_flush_seconds",
    type: "histogram",
    help: "Time of one such commit, with its tries",
    labels: {},
    buckets: FLUSH_SECONDS,
  },
  queue: {
    name: "writ_commit_queue_records",
    type: "gauge",
    help: "Decisions that wait for the next commit",
    labels: {},
  },
  databaseUp: {
    name: "writ_database_up",
    type: "gauge",
    help: "1 where every worker has a database that takes records, else 0",
    labels: {},
    over: "min",
  },
  listening: {
    name: "writ_listener_connected",
    type: "gauge",
    help: "1 where every worker hears what the database notifies (revocations, suspensions), else 0",
    labels: {},
    over: "min",
  },
  pool: {
    name: "writ_database_pool_connections",
    type: "gauge",
    help: "Connections of all workers' pools for reading, beside the two that each has for commits and notifications",
    labels: { state: label.connection },
  },
  poolMax: {
    name: "writ_database_pool_max_connections",
    type: "gauge",
    help: "How many there may be",
    labels: {},
  },
  poolWaiting: {
    name: "writ_database_pool_waiting",
    type: "gauge",
    help: "Questions that wait for a connection",
    labels: {},
  },
  spooled: {
    name: "writ_spool_bytes",
    type: "gauge",
    help: "Bytes in the journals of living workers: records that go on to the database, looked at every second",
    labels: {},
  },
  spoolRefused: {
    name: "writ_spool_refused_total",
    type: "counter",
    help: "Records that the spool did not take, which were committed instead or blocked",
    labels: { reason: label.spoolRefusal },
  },
  sealAge: {
    name: "writ_seal_age_seconds",
    type: "gauge",
    help: "Time since all follow-ups were last found to be in their chain: docs/audit.md",
    labels: {},
    over: "min",
  },
  checkpointAge: {
    name: "writ_checkpoint_age_seconds",
    type: "gauge",
    help: "Time since the record was last found signed as far as it goes: docs/audit.md",
    labels: {},
    over: "min",
  },
  partitionsAhead: {
    name: "writ_partitions_ahead_days",
    type: "gauge",
    help: "Days from now for which the record has partitions, as was seen last",
    labels: {},
    over: "min",
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;
