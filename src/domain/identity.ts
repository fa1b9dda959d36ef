import type { AgentStatus, ChainMember, PolicyRegistration } from "./agent.ts";
import type { JsonObject } from "./json.ts";
import type { Sensitivity, Tier } from "./vocabulary.ts";

/** The workload that wants to act, as policy sees it. */
export interface Agent {
  readonly id: string;
  readonly verified: boolean;
  /** How the identity became known: a profile of `trust`, "development" (a caller vouched), or "none". */
  readonly method: string;
  /** Whom it acts for, nearest first, as its token says. */
  readonly delegation: readonly string[];
  readonly labels: JsonObject;
  // What proved it; all absent for an agent that nobody proved.
  /** The issuer's name in `trust`. */
  readonly issuer?: string;
  /** When the proof ends: RFC 3339, milliseconds, UTC. */
  readonly expires_at?: string;
  /** The key that the agent showed to hold. */
  readonly key?: ConfirmationKey;
  // What the registry that is kept in the database knows; all absent for an agent of which it knows nothing.
  readonly owner?: string;
  readonly purpose?: string;
  readonly status?: AgentStatus;
  readonly registration?: PolicyRegistration;
  /** Those of `delegation` that the database knows, in the same order. */
  readonly chain?: readonly ChainMember[];
}

/** A key by its thumbprint: of the key (RFC 7638) for `jkt`, of its certificate (RFC 8705 section 3.1) for `x5t#S256`. */
export interface ConfirmationKey {
  /** The member of `cnf` (RFC 7800) that binds a token to it. */
  readonly kind: "jkt" | "x5t#S256";
  /** SHA-256, base64url. */
  readonly thumbprint: string;
}

/** One thing that an intent permits; absent limits are no limits, absent `destinations` permits none. */
export interface Allowance {
  readonly verb: string;
  readonly resource?: string;
  readonly destinations?: readonly string[];
  /** Exact decimal, per call. */
  readonly max_amount?: string;
  readonly currency?: string;
  /** Exact decimal: what all calls of the task may spend together in one currency, this one included. */
  readonly max_total?: string;
  readonly max_calls?: number;
  /** The most sensitive that a call may be. */
  readonly max_sensitivity?: Sensitivity;
  /** RFC 3339, milliseconds, UTC: when the allowance begins (inclusive) and ends (exclusive). */
  readonly not_before?: string;
  readonly not_after?: string;
  /** `privileged` lets what is privileged go without an approval. */
  readonly max_tier?: Tier;
}

/** A statement of the task at hand. */
export interface Intent {
  readonly verified: boolean;
  readonly method: string;
  readonly id: string;
  readonly task: string;
  readonly purpose: string;
  readonly on_behalf_of: string;
  readonly allows: readonly Allowance[];
  /** RFC 3339, milliseconds, UTC. */
  readonly expires_at: string;
  /** The intent that it was derived from. */
  readonly parent?: string;
  /** Ids of all that it was derived from, the root first. */
  readonly ancestors?: readonly string[];
}

/** What can be wrong with a token or certificate, whoever shows it. */
export const TOKEN_FAULTS = [
  "token_invalid",
  "token_untrusted",
  "token_expired",
  "token_not_yet_valid",
  "token_audience_mismatch",
  "token_type_mismatch",
  "token_algorithm_refused",
  "token_too_large",
  "token_tenant_mismatch",
  "key_unknown",
  "key_unavailable",
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

export type IdentityRefusal =
  | `agent_${TokenFault}`
  | `intent_${TokenFault}`
  | "agent_missing"
  | "agent_unverified"
  | "agent_id_invalid"
  | "agent_id_mismatch"
  | "agent_certificate_not_allowed"
  | "agent_proof_missing"
  | "agent_proof_invalid"
  | "agent_proof_expired"
  | "agent_proof_mismatch"
  | "agent_proof_replayed"
  | "agent_proof_unavailable"
  | "agent_token_shared"
  | "agent_delegation_not_allowed"
  | "agent_delegation_invalid"
  | "agent_delegation_loop"
  | "agent_delegation_too_deep"
  | "intent_unverified"
  | "intent_agent_mismatch"
  | "intent_expired"
  | "intent_pending"
  | "intent_revoked"
  | "intent_parent_revoked";

export interface Identity {
  readonly agent: Agent;
  readonly intent?: Intent;
  /** Why the call goes no further, if so. */
  readonly refusal?: { readonly code: IdentityRefusal; readonly message: string };
}
