import type { Action } from "./action.ts";
import type { JsonObject } from "./json.ts";
import type { RevocationReason } from "./revocation.ts";

/** Who takes a grant, and so what has to stand in it. */
export const GRANT_KINDS = ["openbao", "vault", "aws", "gcp", "azure", "kubernetes", "broker", "legacy"] as const;
export type GrantKind = (typeof GRANT_KINDS)[number];

/** What a grant can say in AWS session tags. */
export const GRANT_TAGS = ["task", "agent", "verb", "tenant", "on_behalf_of"] as const;
export type GrantTag = (typeof GRANT_TAGS)[number];

/** How grants for one target are made: an entry of `grants.audiences`, by the name that policies use. */
export interface GrantTemplate {
  readonly name: string;
  readonly kind: GrantKind;
  /** The token's one audience. */
  readonly aud: string;
  /** A fixed `sub`, for targets that compare it to the letter; "" for the agent. */
  readonly subject: string;
  /** The longest life of the token; 0 for no bound beside Writ's own. */
  readonly max_ttl_s: number;
  /** The longest life of what the target makes of it; 0 for the rest of the token's own. */
  readonly credential_ttl_s: number;
  readonly tags: readonly GrantTag[];
  /** All scopes that policies may name, and what it is when they name none; empty for whatever they name. */
  readonly scopes: readonly string[];
  /** Where the broker finds the long-lived key, never the key. */
  readonly reference: string;
  /** Under which the target knows it, for the broker. */
  readonly role: string;
  readonly mount: string;
}

/** A plain audience, of which no template says more. */
export function plainTemplate(audience: string): GrantTemplate {
  return {
    name: "", kind: "broker", aud: audience, subject: "", max_ttl_s: 0, credential_ttl_s: 0, tags: [], scopes: [],
    reference: "", role: "", mount: "",
  }; // biome-ignore format: one list
}

/** The name of a place where a secret is, a path or URI: a bare word could be a password, and nothing runs over a line. */
export const SECRET_REFERENCE = /^(?=[^/:]+[/:])[A-Za-z0-9][A-Za-z0-9._:/@#?=+%-]{0,255}$/;

/** What GCP's workload identity federation takes as `sub`; one bound for all, so that no grant works at one broker only. */
export const MAX_SUB_BYTES = 127;

/** RFC 6749 section 3.3: anything else in a scope would read as another scope, or as none. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Why a grant cannot be taken. */
export const REDEMPTION_REFUSALS = [
  "token_invalid",
  "grant_unknown",
  "audience_mismatch",
  "action_mismatch",
  "proof_missing",
  "proof_invalid",
  "grant_expired",
  "grant_used",
  "task_completed",
  "agent_suspended",
  "session_deviated",
  "grant_revoked",
] as const;
export type RedemptionRefusal = (typeof REDEMPTION_REFUSALS)[number];

/** Why it cannot, and of a revoked grant why it was revoked. */
export interface RefusedRedemption {
  readonly refusal: RedemptionRefusal;
  readonly revocation?: RevocationReason;
}

/** A grant as it stands on record. */
export interface StoredGrant {
  readonly tenant: string;
  readonly id: string;
  readonly decision_id: string;
  readonly agent: string;
  readonly on_behalf_of: string;
  readonly task: string;
  readonly intent: string;
  readonly session: string;
  readonly session_epoch: number;
  readonly audience: string;
  readonly kind: GrantKind;
  /** The template's name, "" for a plain audience. */
  readonly template: string;
  readonly reference: string;
  /** `sha256:<hex>` */
  readonly action_digest: string;
  readonly single_use: boolean;
  readonly issued_at_ms: number;
  readonly expires_at_ms: number;
  /** 0 for the rest of the token's own. */
  readonly credential_ttl_s: number;
  /** Whether its token is told in exchange only, and since when it is. */
  readonly delivery: "answer" | "exchange";
  readonly exchanged_at_ms?: number;
  readonly redemptions: number;
  readonly revocation?: { readonly reason: RevocationReason; readonly at_ms: number };
}

export const GRANT_STATES = ["alive", "expired", "revoked", "used"] as const;
export type GrantState = (typeof GRANT_STATES)[number];

/** What a grant has come to by itself; what it hangs on (task, session, agent) is looked at when it is taken. */
export function stateOf(grant: StoredGrant, nowMs: number): GrantState {
  if (grant.revocation !== undefined) return "revoked";
  if (grant.single_use && grant.redemptions > 0) return "used";
  return grant.expires_at_ms <= nowMs ? "expired" : "alive";
}

/** One time that a grant was taken. */
export interface Redemption {
  readonly id: string;
  /** The caller that took it. */
  readonly redeemer: string;
  readonly at_ms: number;
  /** Where the secret is that was used, never the secret; "" where the broker names none. */
  readonly secret_ref: string;
  readonly credential_expires_at_ms: number;
}

/** What of one kind was refused to one caller. */
export interface RefusedAttempts {
  readonly caller: string;
  readonly refusal: RedemptionRefusal;
  readonly count: number;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
}

/** What a broker may issue, once, for a grant that it took. */
export interface Redeemed {
  readonly grant: StoredGrant;
  readonly redemption: Redemption;
  readonly scopes: readonly string[];
  /** The action as the token has it. */
  readonly action: Pick<Action, "verb" | "digest"> & {
    readonly resource?: JsonObject;
    readonly destinations: JsonObject[];
  };
  readonly credential_ttl_s: number;
  readonly role: string;
  readonly mount: string;
}

/** How many grants of a long-lived key there were, for who wants to be rid of it. */
export interface LegacyUse {
  readonly reference: string;
  readonly audience: string;
  readonly grants: number;
  readonly redemptions: number;
  readonly agents: number;
  readonly last_at_ms: number;
}
