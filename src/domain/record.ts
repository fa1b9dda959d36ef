import type { ApprovalRecord, ApprovalUse } from "./approval.ts";
import type { Effect } from "./decision.ts";
import type { GrantKind } from "./grant.ts";
import type { JsonObject } from "./json.ts";
import type { StoredSession } from "./session-state.ts";
import type { Usage } from "./usage.ts";
import type { Tier } from "./vocabulary.ts";

/** When a decision may be answered: it is in PostgreSQL; on this machine's disk; in memory. */
export const DURABILITIES = ["committed", "spooled", "relaxed"] as const;
export type Durability = (typeof DURABILITIES)[number];
export type DurabilityByTier = Readonly<Record<Tier, Durability>>;

/** One row of `decisions`: what replay and audit need. `answer` and `input` are JSON text, written as they were judged. */
export interface DecisionRow {
  readonly tenant: string;
  readonly id: string;
  /** Milliseconds since 1970, the same as in the id's ULID, so that an id finds its partition. */
  readonly at_ms: number;
  readonly request_id: string;
  readonly caller: string;
  readonly protocol: string;
  readonly agent: string;
  readonly session: string;
  readonly task: string;
  readonly tool: string;
  readonly verb: string;
  readonly effect: Effect;
  /** The first reason's code, "" for a plain allow. */
  readonly reason: string;
  readonly dry_run: boolean;
  /** `sha256:<hex>` */
  readonly action_digest: string;
  readonly policy_digest: string;
  readonly catalogue_digest: string;
  /** The answer without the action (it stands in `input`) and without the grant's token. */
  readonly answer: string;
  /** The policy's input. */
  readonly input: string;
}

/** A record's place in its writer's chain. */
export interface ChainLink {
  readonly writer: string;
  /** 1, 2, 3 … for each writer. */
  readonly seq: number;
  /** SHA-256 over the previous hash and the row; 32 bytes. */
  readonly hash: Uint8Array;
  /** 16 random bytes, which digests of the row's texts begin with. */
  readonly salt: Uint8Array;
  /** SHA-256 over the salt and `input`; 32 bytes. */
  readonly input_digest: Uint8Array;
  /** The same of `answer`. */
  readonly answer_digest: Uint8Array;
}

export interface GrantRow {
  readonly tenant: string;
  readonly id: string;
  readonly decision_id: string;
  readonly agent: string;
  /** For whom it acts, nearest first. */
  readonly delegation: readonly string[];
  readonly task: string;
  readonly intent: string;
  readonly session: string;
  readonly session_epoch: number;
  readonly audience: string;
  readonly action_digest: string;
  readonly single_use: boolean;
  readonly issued_at_ms: number;
  readonly expires_at_ms: number;
  /** The key that signed its token; "" while none is signed. */
  readonly kid: string;
  readonly kind: GrantKind;
  /** The template's name, "" for a plain audience. */
  readonly template: string;
  /** Where the broker finds a long-lived key, "" for other kinds. */
  readonly reference: string;
  readonly on_behalf_of: string;
  /** 0 for the rest of the grant's own. */
  readonly credential_ttl_s: number;
  /** What its token says, where that is told in exchange only; never a token. */
  readonly claims?: JsonObject;
  /** The approval that the decision rests on, so that the grant dies with it. */
  readonly approval?: string;
}

/** A question that nobody has answered yet. */
export type ApprovalRow = Omit<
  ApprovalRecord,
  "state" | "votes" | "uses" | "approved_at_ms" | "valid_until_ms" | "ended_at_ms" | "ended_by" | "ended_reason"
>;

/** A session's change, written only if the stored version is still `expected_version` (0: not stored yet). */
export interface SessionChange {
  readonly tenant: string;
  readonly expected_version: number;
  readonly next: StoredSession;
  /** The policy revoked the session: its grants of earlier epochs end with this change. */
  readonly revokes?: boolean;
}

/** The same of what the calls of a task or an agent have come to. */
export interface UsageChange {
  readonly tenant: string;
  readonly id: string;
  readonly expected_version: number;
  readonly next: Usage;
}

/** All that one decision writes, at once or not at all. */
export interface RecordEntry {
  readonly decision: DecisionRow;
  /** How dangerous the action is, by which its durability is chosen; absent: as the most dangerous. */
  readonly tier?: Tier;
  /** The call has its turn of what it changes (ports/turns.ts). */
  readonly in_turn?: boolean;
  readonly session?: SessionChange;
  readonly task?: UsageChange;
  readonly agent_usage?: UsageChange;
  readonly grant?: GrantRow;
  readonly approval?: ApprovalRow;
  /** The approval by which the call goes on, used only if that is still possible. */
  readonly use?: ApprovalUse;
}

/**
 * Whether more hangs on an entry than its own row, so that it has to be in the database before it is answered: whatever it
 * brings with it, of whatever kind.
 */
export function needsCommit({ decision: _decision, tier: _tier, in_turn: _inTurn, ...more }: RecordEntry): boolean {
  return Object.values(more).some((part) => part !== undefined);
}

/** What a result brought into the model's context. Only keyed hashes of its values are kept. */
export interface Brought {
  /** The result, or as much of it as was told. */
  readonly text: string;
  /** There was more of it than is read. */
  readonly cut: boolean;
  readonly values: readonly string[];
}

/** What the gateway reports after the call. */
export interface Outcome {
  readonly tenant: string;
  readonly decision_id: string;
  readonly at_ms: number;
  readonly status: "succeeded" | "failed" | "denied" | "cancelled" | "unknown";
  readonly duration_ms?: number;
  readonly result_digest?: string;
  /** JSON text of what else was reported (excerpt, values seen). */
  readonly detail: string;
}

/** A decision as read back. */
export interface StoredDecision extends DecisionRow, Pick<ChainLink, "writer" | "seq" | "hash"> {
  readonly outcome?: Outcome;
  /** Absent in records of old, and where the texts were erased. */
  readonly salt?: Uint8Array;
}
