import type { Registry } from "prom-client";
import { PROCESS_METRICS } from "./catalogue/process.ts";
import { gauge, readGauge, readGauges } from "./catalogue/spec.ts";
import { STORAGE_METRICS } from "./catalogue/storage.ts";

/** A pool of connections at this moment. */
export interface PoolState {
  readonly max: number;
  readonly idle: number;
  readonly busy: number;
  readonly waiting: number;
}

/** What a worker's metrics read when somebody looks at them. */
export interface Watched {
  /** Whether decisions can be made and recorded. */
  ready(): boolean;
  readonly store: {
    /** Whether the database takes records. */
    up(): boolean;
    listening(): boolean;
    pool(): PoolState;
    /** Decisions that wait for the next commit. */
    queued(): number;
  };
  /** For how long each key has signed that signs now, in milliseconds. */
  signingKeys(): readonly { readonly purpose: string; readonly algorithm: string; readonly age_ms: number }[];
  /** Until the certificate ends that the ports show, in milliseconds; undefined without one. */
  certificateLeftMs(): number | undefined;
  /** Of the files that are followed, whether what they say now is in use. */
  filesGood(): readonly { readonly file: string; readonly good: boolean }[];
}

/** Adds the metrics that are no events but a state. */
export function watch(watched: Watched, version: string, registers: Registry[]): void {
  gauge(PROCESS_METRICS.build, registers).set({ version, node: process.version }, 1);
  const { store } = watched;
  readGauge(PROCESS_METRICS.ready, registers, () => Number(watched.ready()));
  readGauge(STORAGE_METRICS.databaseUp, registers, () => Number(store.up()));
  readGauge(STORAGE_METRICS.listening, registers, () => Number(store.listening()));
  readGauge(STORAGE_METRICS.queue, registers, () => store.queued());
  readGauge(STORAGE_METRICS.poolMax, registers, () => store.pool().max);
  readGauge(STORAGE_METRICS.poolWaiting, registers, () => store.pool().waiting);
  readGauge(PROCESS_METRICS.certificate, registers, () => seconds(watched.certificateLeftMs()));
  readGauges(STORAGE_METRICS.pool, registers, () => {
    const { idle, busy } = store.pool();
    return [
      { labels: { state: "idle" }, value: idle },
      { labels: { state: "busy" }, value: busy },
    ];
  });
  readGauges(PROCESS_METRICS.filesGood, registers, () =>
    watched.filesGood().map(({ file, good }) => ({ labels: { file }, value: Number(good) })),
  );
  readGauges(PROCESS_METRICS.signingKeyAge, registers, () =>
    watched.signingKeys().map(({ age_ms, ...labels }) => ({ labels, value: age_ms / 1000 })),
  );
}

function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
