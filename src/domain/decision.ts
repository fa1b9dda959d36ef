import type { Action, CanonicalRefusal, Finding } from "./action.ts";
import type { ApprovalDemand } from "./approval.ts";
import type { Facts } from "./facts.ts";
import type { GrantKind } from "./grant.ts";
import type { IdentityRefusal } from "./identity.ts";

export const EFFECTS = ["allow", "warn", "block"] as const;
/** `allow` and `warn` go on, `block` does not; nothing else means yes. */
export type Effect = (typeof EFFECTS)[number];

/** Why Writ itself blocked, before, after or instead of the policy. Policies add codes of their own. */
export const PIPELINE_BLOCKS = [
  "policy_undefined",
  "policy_result_invalid",
  "policy_failed",
  "policy_timeout",
  "policy_memory_exhausted",
  "policy_input_invalid",
  "record_unavailable",
  "session_conflict",
  "session_closed",
  "session_revoked",
  "task_completed",
  "agent_suspended",
  "agent_retired",
  "delegate_suspended",
  "delegate_retired",
  "grant_unavailable",
  "obligation_unsupported",
  "approvals_exhausted",
  "bundle_stale",
] as const;
export type PipelineBlock = (typeof PIPELINE_BLOCKS)[number] | CanonicalRefusal | IdentityRefusal;

export interface Reason {
  /** Stable, snake_case; what people filter and count by. */
  readonly code: string;
  readonly message: string;
  /** The package or step that said it, e.g. `policy.intent` or `writ.record`. */
  readonly rule: string;
  /** Names of the controls that the rule serves, e.g. `OWASP-ASI-02`. */
  readonly controls: readonly string[];
}

export interface Obligation {
  readonly type: string;
  readonly fulfillment: "required" | "advisory";
  readonly [property: string]: unknown;
}

/** What the policy grants: a token for one audience, for this one call. */
export interface GrantDemand {
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly ttl_s: number;
  readonly single_use: boolean;
}

/** The policy's decision document, checked. */
export interface Verdict {
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly obligations: readonly Obligation[];
  readonly approval?: ApprovalDemand;
  readonly grant?: GrantDemand;
  readonly session: {
    readonly add_labels: readonly string[];
    /** Stops the session, until a person lets it go on. */
    readonly revoke: boolean;
    /** Of the rules that revoke it. */
    readonly revoke_codes?: readonly string[];
    /** Points, from 0 on. */
    readonly add_risk?: number;
  };
  /** JSON Pointers into the input, `*` for any member or item, of which the record keeps nothing; absent for none. */
  readonly redact?: readonly string[];
}

/** Beside a block, the question that waits for people; beside what goes on, the yes by which it does. */
export interface Approval {
  readonly id: string;
  readonly url: string;
  /** Until when it may be answered, or used. */
  readonly expires_at: string;
  readonly template: string;
}

export interface Grant {
  readonly id: string;
  /** Absent where it is told in exchange only (RFC 8693), and in the record. */
  readonly token?: string;
  readonly audience: string;
  readonly expires_at: string;
  readonly single_use: boolean;
  /** Whom it is for, where a template of the configuration says so. */
  readonly kind?: GrantKind;
  /** Whether a long-lived key stands behind it. */
  readonly legacy?: boolean;
  /** How long what the target makes of it may live, where that is not the grant's own life. */
  readonly credential_ttl_s?: number;
}

export interface PolicyRef {
  readonly bundle: string;
  readonly revision: string;
  readonly digest: string;
  readonly activated_at: string;
}

/** How durable the record was when the answer left: `none` only for a block that no store could take. */
export type Recorded = "committed" | "spooled" | "relaxed" | "none";

/** The answer. */
export interface Decision {
  readonly decision_id: string;
  readonly request_id: string;
  readonly effect: Effect;
  readonly reasons: readonly Reason[];
  readonly obligations: readonly Obligation[];
  readonly approval?: Approval;
  readonly grant?: Grant;
  readonly action: Action;
  readonly policy: PolicyRef;
  readonly recorded: Recorded;
  readonly dry_run?: boolean;
  /** Only when the request asked to explain. */
  readonly facts?: Facts;
  readonly findings?: readonly Finding[];
}

/** Whether the call may run: two effects say so, and no third. */
export function goesOn({ effect }: Pick<Decision, "effect">): boolean {
  return effect === "allow" || effect === "warn";
}

/** The rule of the verdicts that Writ gives where the policy gave none that fits. */
export const POLICY_FAILED_RULE = "writ.evaluate";
