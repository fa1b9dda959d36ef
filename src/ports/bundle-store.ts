import type {
  BundleActivation,
  BundleOrder,
  BundleRecord,
  BundleRefusal,
  CandidateMode,
  ChangeKind,
} from "../domain/bundle-state.ts";
import type { Effect } from "../domain/decision.ts";

/** What all replicas know of a tenant's bundles. Every method rejects with WritError `unavailable` when the store is away. */
export interface BundleStore {
  /** Keeps a bundle that passed every check; one that is there already stays as it is. */
  record(bundle: BundleRecord, archive: Uint8Array): Promise<void>;
  find(tenant: string, digest: string): Promise<BundleRecord | undefined>;
  /** A `.tar.gz`. */
  archive(tenant: string, digest: string): Promise<Uint8Array | undefined>;
  /** What a person ordered last; of kind `none` when it was taken back. */
  order(tenant: string): Promise<BundleOrder | undefined>;
  /** Kept for good; replicas hear of it. */
  setOrder(order: BundleOrder): Promise<void>;
  activated(activation: BundleActivation): Promise<void>;
  refused(refusal: BundleRefusal): Promise<void>;
  /** Newest first. */
  bundles(tenant: string, limit: number): Promise<readonly BundleRecord[]>;
  activations(tenant: string, limit: number): Promise<readonly BundleActivation[]>;
  refusals(tenant: string, limit: number): Promise<readonly BundleRefusal[]>;
}

/** One call that two bundles judged. */
export interface Comparison {
  readonly tenant: string;
  readonly mode: CandidateMode;
  /** Digests. */
  readonly active: string;
  readonly candidate: string;
  /** Empty: both judge alike. */
  readonly kinds: readonly ChangeKind[];
  readonly decision_id: string;
  readonly at_ms: number;
  readonly agent: string;
  readonly tool: string;
  readonly verb: string;
  readonly active_effect: Effect;
  readonly candidate_effect: Effect;
  /** First reasons' codes; "" for none. */
  readonly active_reason: string;
  readonly candidate_reason: string;
}

/** Takes what the pipeline compares, without waiting; past its room it drops and counts. */
export interface ComparisonSink {
  add(comparison: Comparison): void;
  /** A call that was to be compared and was not, because there was no room. */
  dropped(): void;
}

/** What a candidate has come to so far. */
export interface ComparisonSummary {
  readonly active: string;
  readonly candidate: string;
  readonly mode: CandidateMode;
  readonly judged: number;
  readonly different: number;
  readonly dropped: number;
  readonly kinds: Readonly<Record<ChangeKind, number>>;
  readonly since_ms: number;
  readonly until_ms: number;
}

/** Differences that one agent or tool has, among those that are kept. */
export interface DifferenceCount {
  readonly name: string;
  readonly differences: number;
}

export interface ComparisonReader {
  /** Newest first. */
  summaries(tenant: string, limit: number): Promise<readonly ComparisonSummary[]>;
  /** Those with most differences first. */
  top(tenant: string, candidate: string, by: "agent" | "tool", limit: number): Promise<readonly DifferenceCount[]>;
  /** Newest first. */
  differences(tenant: string, candidate: string, limit: number): Promise<readonly Comparison[]>;
}
