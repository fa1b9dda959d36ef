/** What a source of keys may cost, and for how long what it said counts. Tests make the times shorter. */
export interface SourceLimits {
  /** How often keys are looked at where the source says nothing of it. */
  readonly pollMs: number;
  /** The shortest and the longest interval that an issuer can ask for (`Cache-Control`, `spiffe_refresh_hint`). */
  readonly minPollMs: number;
  readonly maxPollMs: number;
  /** Files are cheap to read, and are changed by somebody who waits. */
  readonly filePollMs: number;
  /** Unknown keys make us look at most this often: whoever invents key ids gains one fetch an interval. */
  readonly missIntervalMs: number;
  /** One look, all requests of it. */
  readonly timeoutMs: number;
  /** Keys that nobody could confirm for this long count no more: a withdrawn key must not live on behind a blocked connection. */
  readonly maxAgeMs: number;
}

export const SOURCE_LIMITS: SourceLimits = {
  pollMs: 30_000,
  minPollMs: 5_000,
  maxPollMs: 300_000,
  filePollMs: 2_000,
  missIntervalMs: 2_000,
  timeoutMs: 5_000,
  maxAgeMs: 3_600_000,
};

/** Bundles of trust domains hold certificates; no issuer has hundreds of kilobytes of keys. */
export const MAX_DOCUMENT_BYTES = 512 * 1024;

/** Issuers sign with a handful; federated bundles hold a few authorities each. */
export const MAX_KEYS = 200;
