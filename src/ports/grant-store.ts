import type {
  GrantKind,
  GrantState,
  LegacyUse,
  Redemption,
  RefusedAttempts,
  RefusedRedemption,
  StoredGrant,
} from "../domain/grant.ts";
import type { JsonObject } from "../domain/json.ts";
import type { RevocationReason } from "../domain/revocation.ts";
import type { PageRequest } from "./record-store.ts";

export interface GrantFilter {
  readonly agent?: string;
  readonly task?: string;
  readonly audience?: string;
  readonly kind?: GrantKind;
  readonly state?: GrantState;
}

/** A grant and all that became of it. */
export interface GrantHistory {
  readonly grant: StoredGrant;
  /** The first ones; a grant for more than one use may have many. */
  readonly redemptions: readonly Redemption[];
  readonly refusals: readonly RefusedAttempts[];
}

/** Who takes a grant, and what is to be kept of it. */
export interface RedemptionRequest {
  readonly tenant: string;
  readonly grant_id: string;
  readonly redemption_id: string;
  readonly redeemer: string;
  readonly secret_ref: string;
  /** The `jti` of the agent's proof, "" where none was asked for: one that was seen with this grant proves nothing. */
  readonly proof: string;
  readonly at_ms: number;
}

/** Which decision's grant is to be told, and to whom. */
export interface ExchangeRequest {
  readonly tenant: string;
  readonly decision_id: string;
  readonly agent: string;
  /** Who asks: a grant is told to the caller only that asked for the decision. */
  readonly caller: string;
  /** "" for whichever it is. */
  readonly audience: string;
  readonly now_ms: number;
}

/** Every method rejects with a WritError `unavailable` when the store does not answer. */
export interface GrantStore {
  find(tenant: string, id: string): Promise<GrantHistory | undefined>;
  /** Newest first. @param nowMs at which their state is asked for */
  list(tenant: string, filter: GrantFilter, page: PageRequest, nowMs: number): Promise<readonly StoredGrant[]>;
  /** The grant, when it and all that it hangs on are alive; else why not. */
  alive(tenant: string, id: string, nowMs: number): Promise<StoredGrant | RefusedRedemption>;
  /**
   * Takes the grant in one transaction: of those that race for a single-use grant one gets it, and once somebody was told
   * that it is revoked nobody does.
   */
  redeem(
    request: RedemptionRequest,
  ): Promise<{ readonly grant: StoredGrant; readonly redemption: Redemption } | RefusedRedemption>;
  /** Counts an attempt that was refused. @param grantId "" for what is no grant */
  refused(tenant: string, grantId: string, caller: string, refused: RefusedRedemption, nowMs: number): Promise<void>;
  /** @returns whether it was alive */
  revoke(tenant: string, id: string, reason: RevocationReason, nowMs: number): Promise<boolean>;
  /**
   * Tells the decision's grant, once: a failure to sign leaves it untold.
   * @param sign makes the token of the grant's claims, and says by which key
   * @returns undefined when there is no such grant, or none that is alive and untold
   */
  exchange(
    request: ExchangeRequest,
    sign: (claims: JsonObject) => Promise<{ readonly token: string; readonly kid: string }>,
  ): Promise<{ readonly grant: StoredGrant; readonly token: string } | undefined>;
  /** Grants of long-lived keys since then, most used first. */
  legacy(tenant: string, sinceMs: number): Promise<readonly LegacyUse[]>;
}
