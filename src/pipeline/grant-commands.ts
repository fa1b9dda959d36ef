import { WritError } from "../domain/errors.ts";
import type { GrantTemplate, LegacyUse, Redeemed, StoredGrant } from "../domain/grant.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Admission } from "../domain/request.ts";
import type { IdentifyDeps } from "../identify/identify.ts";
import type { GrantFilter, GrantHistory, GrantStore } from "../ports/grant-store.ts";
import type { OwnTokens } from "../ports/own-tokens.ts";
import type { PageRequest } from "../ports/record-store.ts";
import type { TokenSigner } from "../ports/signer.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { serves } from "./grant-audience.ts";
import { exchange } from "./grant-exchange.ts";
import type { PossessionProof } from "./grant-possession.ts";
import { redeem } from "./grant-redeem.ts";
import { requireRole } from "./permissions.ts";

/** A grant that a broker wants to take. */
export interface RedeemRequest {
  readonly grant_id: string;
  readonly token: string;
  /** `sha256:<hex>` of the action that the broker is about to serve, where it knows it. */
  readonly action_digest?: string;
  /** Where the secret is that will be used. */
  readonly secret_ref?: string;
  readonly proof?: PossessionProof;
}

/** A decision's grant that a gateway wants to be told (RFC 8693). */
export interface ExchangeOrder {
  readonly decision_id: string;
  /**
   * The agent's token; its certificate from a caller that may forward it; or its id, from a caller that may vouch for it or whose
   * connection has the agent's certificate.
   */
  readonly agent: { readonly token: string } | { readonly certificate: string } | { readonly id: string };
  /** The DPoP proof of this very request (RFC 9449). */
  readonly dpop?: string;
  /** "" for whichever the grant has. */
  readonly audience: string;
}

export interface Exchanged {
  readonly grant: StoredGrant;
  readonly token: string;
  readonly expires_in_s: number;
}

/** Why no grant was told, as RFC 6749 section 5.2 names it. */
export interface ExchangeRefused {
  readonly error: "invalid_request" | "invalid_grant";
  readonly description: string;
}

/** All that may be asked about grants. Every method rejects with a WritError and with nothing else. */
export interface GrantCommands {
  /** Rejects with `conflict` or `permission_denied`, which have a `reason` of REDEMPTION_REFUSALS. */
  redeem(request: RedeemRequest, admission: Admission): Promise<Redeemed>;
  /** RFC 7662 section 2.2: `{"active": false}`, or the token's claims. */
  introspect(token: string, admission: Admission): Promise<JsonObject>;
  /** RFC 7009: what is no living grant is no failure. @returns false for another broker's */
  revokeToken(token: string, admission: Admission): Promise<boolean>;
  /** @returns whether it was alive. Rejects with `not_found`, and with `permission_denied` for another broker's. */
  revoke(id: string, admission: Admission): Promise<boolean>;
  exchange(order: ExchangeOrder, admission: Admission): Promise<Exchanged | ExchangeRefused>;
  /** Rejects with `not_found`. */
  get(id: string, admission: Admission): Promise<GrantHistory>;
  list(filter: GrantFilter, page: PageRequest, admission: Admission): Promise<readonly StoredGrant[]>;
  /** @param sinceMs of grants that were made since then */
  legacy(sinceMs: number, admission: Admission): Promise<readonly LegacyUse[]>;
}

/** What only grants need. */
export interface GrantParts {
  readonly store: GrantStore;
  readonly own: OwnTokens;
  readonly newId: (prefix: "rdm", nowMs: number) => string;
}

export interface GrantCommandDeps extends GrantParts {
  readonly identify: IdentifyDeps;
  readonly signer: TokenSigner;
  readonly telemetry: Telemetry;
  readonly templates: ReadonlyMap<string, GrantTemplate>;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

export function grantCommands(deps: GrantCommandDeps): GrantCommands {
  const { store } = deps;
  return {
    redeem: async (request, admission) => {
      requireRole(admission, "grants.redeem");
      return redeem(deps, request, admission);
    },
    introspect: async (token, admission) => {
      requireRole(admission, "grants.introspect");
      return introspect(deps, token, admission);
    },
    revokeToken: async (token, admission) => {
      requireRole(admission, "grants.revoke");
      const { tenant, now_ms } = admission;
      const claims = deps.own.verify(token, "grant", now_ms);
      if (claims === undefined || claims["tenant"] !== tenant) return true;
      if (!mayEnd(admission, String(claims["aud"]))) return false;
      await store.revoke(tenant, String(claims["jti"]), "by_request", now_ms);
      return true;
    },
    revoke: async (id, admission) => {
      requireRole(admission, "grants.revoke");
      const { tenant, now_ms } = admission;
      const { grant } = await found(store, tenant, id);
      if (!mayEnd(admission, grant.audience)) {
        throw new WritError("permission_denied", "the grant is for another audience than the caller's");
      }
      return store.revoke(tenant, id, "by_request", now_ms);
    },
    exchange: async (order, admission) => {
      requireRole(admission, "grants.exchange");
      return exchange(deps, order, admission);
    },
    get: async (id, admission) => {
      requireRole(admission, "grants.read");
      return found(store, admission.tenant, id);
    },
    list: async (filter, page, admission) => {
      requireRole(admission, "grants.read");
      return store.list(admission.tenant, filter, page, admission.now_ms);
    },
    legacy: async (sinceMs, admission) => {
      requireRole(admission, "grants.read");
      return store.legacy(admission.tenant, sinceMs);
    },
  };
}

async function found(store: GrantStore, tenant: string, id: string): Promise<GrantHistory> {
  const history = await store.find(tenant, id);
  if (history === undefined) throw new WritError("not_found", "there is no grant with this id");
  return history;
}

async function introspect({ own, store }: GrantCommandDeps, token: string, admission: Admission): Promise<JsonObject> {
  const { tenant, caller, now_ms } = admission;
  const claims = own.verify(token, "grant", now_ms);
  // RFC 7662 section 2.2: nothing but this, so that nobody learns what a token that is not theirs is.
  const inactive = { active: false };
  if (claims === undefined || claims["tenant"] !== tenant) return inactive;
  if (!caller.roles.includes("auditor") && !serves(admission, String(claims["aud"]))) return inactive;
  const grant = await store.alive(tenant, String(claims["jti"]), now_ms);
  return "refusal" in grant ? inactive : { active: true, ...claims };
}

function mayEnd(admission: Admission, audience: string): boolean {
  const { roles } = admission.caller;
  return roles.includes("admin") || (roles.includes("broker") && serves(admission, audience));
}
