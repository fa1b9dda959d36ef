/** The bundle in use, and the one that is tried beside it. */
export const BUNDLE_SLOTS = ["active", "candidate"] as const;
export type BundleSlot = (typeof BUNDLE_SLOTS)[number];

/** A bundle that passed every check, as it is recorded. */
export interface BundleRecord {
  readonly tenant: string;
  /** `sha256:<hex>` */
  readonly digest: string;
  readonly name: string;
  readonly revision: string;
  /** Where it came from, for people; without credentials. */
  readonly source: string;
  readonly recorded_at_ms: number;
  /** The replica that checked it. */
  readonly recorded_by: string;
  readonly size_bytes: number;
}

export const BUNDLE_COMMANDS = ["activate", "rollback", "pin", "unpin"] as const;

/**
 * What a person ordered, instead of what the source offers. A `pin` holds until it is taken back; a `hold` (an activation
 * or a rollback by hand) until the source offers something that was not passed over then.
 */
export interface BundleOrder {
  readonly tenant: string;
  /** `none` takes back what was ordered before. */
  readonly kind: "pin" | "hold" | "none";
  readonly command: (typeof BUNDLE_COMMANDS)[number];
  /** "" for `none`. */
  readonly digest: string;
  /** Digests that a `hold` was ordered against. */
  readonly passed_over: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
}

export const ACTIVATION_CAUSES = ["start", "source", "last_good", ...BUNDLE_COMMANDS] as const;

/**
 * Why a bundle came into use: because the source offered it, at start or later; at start because it was the last that the
 * source had offered when it could still be reached; or by an order.
 */
export type ActivationCause = (typeof ACTIVATION_CAUSES)[number];

/** One swap on one replica. */
export interface BundleActivation {
  readonly tenant: string;
  readonly slot: BundleSlot;
  readonly digest: string;
  /** What was in use before; "" at start. */
  readonly previous: string;
  readonly cause: ActivationCause;
  readonly by: string;
  readonly reason: string;
  readonly at_ms: number;
  readonly replica: string;
}

/** A bundle that was not taken into use, and why. */
export interface BundleRefusal {
  readonly tenant: string;
  readonly slot: BundleSlot;
  readonly source: string;
  /** "" where it could not even be read. */
  readonly digest: string;
  readonly problem: string;
  readonly at_ms: number;
  readonly replica: string;
}

/** A bundle as workers are told to use it. */
export interface BundleUse {
  readonly digest: string;
  readonly name: string;
  readonly revision: string;
  readonly source: string;
  /** The archive's path on this machine. */
  readonly archive: string;
  readonly activated_at_ms: number;
  /** When the source last said that what it offers is known here. */
  readonly confirmed_at_ms: number;
}

export const CANDIDATE_MODES = ["shadow", "canary"] as const;
/** `shadow`: judges without effect. `canary`: decides the calls of its share. */
export type CandidateMode = (typeof CANDIDATE_MODES)[number];

export interface CandidateUse extends BundleUse {
  readonly mode: CandidateMode;
  /** From 0 to 1. */
  readonly share: number;
}

/** All that one tenant's decisions are judged by, on one replica. */
export interface Deployment {
  readonly tenant: string;
  readonly active: BundleUse;
  readonly candidate?: CandidateUse;
  /** What the source offers now; undefined while it has not been reached. */
  readonly offered?: string;
  readonly order?: BundleOrder;
}

/** How fresh a bundle is, as policy sees it. */
export interface BundleFreshness {
  /** Whether the source has not been heard for longer than the configuration allows. */
  readonly stale: boolean;
  /** Whole seconds since the source was last heard. */
  readonly age_s: number;
}

/** In which way another bundle judges a call differently. */
export const CHANGE_KINDS = ["loosened", "tightened", "reasons", "obligations", "grant", "error"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
