import type { GrantKind, Redemption, RedemptionRefusal, RefusedAttempts, StoredGrant } from "../../domain/grant.ts";
import type { RevocationReason } from "../../domain/revocation.ts";

/** Of a grant as people and brokers may see it; `claims` stand apart. */
export const GRANT_COLUMNS = `g.tenant, g.id, g.decision_id, g.agent, g.on_behalf_of, g.task, g.intent, g.session, g.session_epoch,
  g.audience, g.kind, g.template, g.reference, g.action_digest, g.single_use, g.issued_at, g.expires_at, g.credential_ttl_s,
  g.claims::text <> 'null' as by_exchange, g.exchanged_at,
  r.reason as revoked_for, r.at as revoked_at,
  (select count(*) from writ.redemptions d where d.tenant = g.tenant and d.grant_id = g.id) as redemptions`;

export const GRANT_FROM = "writ.grants g left join writ.revocations r on r.tenant = g.tenant and r.grant_id = g.id";

export interface GrantRecord {
  readonly tenant: string;
  readonly id: string;
  readonly decision_id: string;
  readonly agent: string;
  readonly on_behalf_of: string;
  readonly task: string;
  readonly intent: string;
  readonly session: string;
  readonly session_epoch: string;
  readonly audience: string;
  readonly kind: GrantKind;
  readonly template: string;
  readonly reference: string;
  readonly action_digest: Buffer;
  readonly single_use: boolean;
  readonly issued_at: Date;
  readonly expires_at: Date;
  readonly credential_ttl_s: string;
  readonly by_exchange: boolean;
  readonly exchanged_at: Date | null;
  readonly revoked_for: RevocationReason | null;
  readonly revoked_at: Date | null;
  readonly redemptions: string;
}

export function toGrant(row: GrantRecord): StoredGrant {
  const { session_epoch, action_digest, issued_at, expires_at, credential_ttl_s } = row;
  const { by_exchange, exchanged_at, revoked_for, revoked_at, redemptions, ...same } = row;
  return {
    ...same,
    session_epoch: Number(session_epoch),
    action_digest: `sha256:${action_digest.toString("hex")}`,
    issued_at_ms: issued_at.getTime(),
    expires_at_ms: expires_at.getTime(),
    credential_ttl_s: Number(credential_ttl_s),
    delivery: by_exchange ? "exchange" : "answer",
    ...(exchanged_at === null ? {} : { exchanged_at_ms: exchanged_at.getTime() }),
    redemptions: Number(redemptions),
    ...(revoked_for === null || revoked_at === null
      ? {}
      : { revocation: { reason: revoked_for, at_ms: revoked_at.getTime() } }),
  };
}

export interface RedemptionRecord {
  readonly id: string;
  readonly redeemer: string;
  readonly at: Date;
  readonly secret_ref: string;
  readonly credential_expires_at: Date;
}

export function toRedemption({ id, redeemer, at, secret_ref, credential_expires_at }: RedemptionRecord): Redemption {
  return {
    id,
    redeemer,
    at_ms: at.getTime(),
    secret_ref,
    credential_expires_at_ms: credential_expires_at.getTime(),
  };
}

export interface RefusalRecord {
  readonly caller: string;
  readonly reason: RedemptionRefusal;
  readonly count: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

export function toAttempts({ caller, reason, count, first_at, last_at }: RefusalRecord): RefusedAttempts {
  return {
    caller,
    refusal: reason,
    count: Number(count),
    first_at_ms: first_at.getTime(),
    last_at_ms: last_at.getTime(),
  };
}
