/** Who may read metrics without a role: nobody, whoever asks from this machine, or anybody. */
export const METRICS_READERS = ["role", "loopback", "open"] as const;
export type MetricsReaders = (typeof METRICS_READERS)[number];
