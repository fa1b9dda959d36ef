import type { Job } from "./load/job.ts";

/** One server with one way to ask it, measured beside the others. */
export interface Subject {
  readonly name: string;
  /** Processes whose CPU and memory count, with all that they started. */
  readonly roots: readonly number[];
  /** Processes whose memory is told apart: a worker each. */
  readonly workers: readonly number[];
  /** Decisions in one answer. */
  readonly perAnswer: number;
  /** Decisions in flight at most: with more of them the server refuses some, since they would wait for too long. */
  readonly most: number;
  readonly job: Job;
}

/** What one round of one subject came to. */
export interface Round {
  readonly subject: string;
  readonly in_flight: number;
  readonly decisions_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly cpu_s_per_1000: number;
  /** How many cores the load process kept busy: near 1, it is what is measured. */
  readonly client_cores: number;
  readonly rss_mb: number;
  readonly worker_rss_mb: number;
}
