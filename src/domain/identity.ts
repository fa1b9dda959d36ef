import type { JsonObject } from "./json.ts";
import type { Tier } from "./vocabulary.ts";

/** The workload that wants to act, as policy sees it. */
export interface Agent {
  readonly id: string;
  readonly verified: boolean;
  /** How the identity became known: "development" (a caller vouched), later token profiles. */
  readonly method: string;
  readonly delegation: readonly string[];
  readonly labels: JsonObject;
}

/** One thing that an intent permits; absent limits are no limits, absent `destinations` permits none. */
export interface Allowance {
  readonly verb: string;
  readonly resource?: string;
  readonly destinations?: readonly string[];
  /** Exact decimal, per call. */
  readonly max_amount?: string;
  readonly currency?: string;
  readonly max_calls?: number;
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
  | "intent_unverified"
  | "intent_agent_mismatch"
  | "intent_expired";

export interface Identity {
  readonly agent: Agent;
  readonly intent?: Intent;
  /** Why the call goes no further, if so. */
  readonly refusal?: { readonly code: IdentityRefusal; readonly message: string };
}
