import { type LegacyUse, type Redeemed, type Redemption, type StoredGrant, stateOf } from "../../domain/grant.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { GrantHistory } from "../../ports/grant-store.ts";
import { encodePageToken } from "./page-token.ts";

/** The answer of `POST /v1/grants/{id}:redeem`: what may be issued. */
export function encodeRedeemed(redeemed: Redeemed): JsonObject {
  const { grant, redemption, scopes, action, credential_ttl_s, role, mount } = redeemed;
  return {
    grant_id: grant.id,
    redemption_id: redemption.id,
    decision_id: grant.decision_id,
    redeemed_at: timeText(redemption.at_ms),
    agent: grant.agent,
    on_behalf_of: grant.on_behalf_of,
    task: grant.task,
    audience: grant.audience,
    kind: grant.kind,
    template: grant.template,
    scopes: [...scopes],
    action: { ...action, destinations: [...action.destinations] },
    credential_ttl_s,
    credential_expires_at: timeText(redemption.credential_expires_at_ms),
    expires_at: timeText(grant.expires_at_ms),
    ...texts({ reference: grant.reference, role, mount }),
    ...(grant.kind === "legacy" ? { legacy: true } : {}),
  };
}

/** The answer of `GET /v1/grants/{id}`. */
export function encodeHistory({ grant, redemptions, refusals }: GrantHistory, nowMs: number): JsonObject {
  return {
    ...encodeGrant(grant, nowMs),
    redeemed: redemptions.map(encodeRedemption),
    refused: refusals.map(({ caller, refusal, count, first_at_ms, last_at_ms }) => ({
      caller,
      reason: refusal,
      count,
      first_at: timeText(first_at_ms),
      last_at: timeText(last_at_ms),
    })),
  };
}

/** One page of `GET /v1/grants`, newest first. A page that is not full is the last one. */
export function encodeGrants(grants: readonly StoredGrant[], size: number, nowMs: number): JsonObject {
  const last = grants.length < size ? undefined : grants.at(-1);
  return {
    grants: grants.map((grant) => encodeGrant(grant, nowMs)),
    next_page_token: last === undefined ? "" : encodePageToken({ at_ms: last.issued_at_ms, id: last.id }),
  };
}

/** The answer of `GET /v1/grants:legacy`. */
export function encodeLegacy(uses: readonly LegacyUse[], sinceMs: number): JsonObject {
  return {
    since: timeText(sinceMs),
    references: uses.map(({ last_at_ms, ...use }) => ({ ...use, last_at: timeText(last_at_ms) })),
  };
}

function encodeGrant(grant: StoredGrant, nowMs: number): JsonObject {
  const { tenant: _, issued_at_ms, expires_at_ms, exchanged_at_ms, revocation, reference, ...same } = grant;
  return {
    ...same,
    ...texts({ reference }),
    ...(grant.kind === "legacy" ? { legacy: true } : {}),
    state: stateOf(grant, nowMs),
    issued_at: timeText(issued_at_ms),
    expires_at: timeText(expires_at_ms),
    ...(exchanged_at_ms === undefined ? {} : { exchanged_at: timeText(exchanged_at_ms) }),
    ...(revocation === undefined ? {} : { revoked: { reason: revocation.reason, at: timeText(revocation.at_ms) } }),
  };
}

/** Two lives: what was made of the grant may outlive it. */
function encodeRedemption({ id, redeemer, at_ms, secret_ref, credential_expires_at_ms }: Redemption): JsonObject {
  return { id, redeemer, at: timeText(at_ms), secret_ref, credential_expires_at: timeText(credential_expires_at_ms) };
}

function texts(values: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ""));
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
