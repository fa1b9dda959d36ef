import type { Action, ActionPart, Destination } from "../domain/action.ts";
import type { GrantDemand } from "../domain/decision.ts";
import type { GrantTemplate } from "../domain/grant.ts";
import { MAX_SUB_BYTES } from "../domain/grant.ts";
import type { Identity } from "../domain/identity.ts";
import type { JsonObject } from "../domain/json.ts";
import { MAX_GRANT_TTL_S } from "../domain/limits.ts";
import type { Admission } from "../domain/request.ts";
import type { Session } from "../domain/session.ts";
import { scopesOf, targetClaims } from "./target.ts";

/** Type of the one entry in a grant's `authorization_details` (RFC 9396 section 2). */
export const AUTHORIZATION_DETAILS_TYPE = "writ_action";

/** All that a grant is about, as values. */
export interface GrantTerms {
  readonly id: string;
  readonly issuer: string;
  readonly demand: GrantDemand;
  /** How grants for the target that the demand names are made. */
  readonly template: GrantTemplate;
  readonly identity: Identity;
  readonly action: Action;
  /** `sha256:<hex>` of the bundle that decided. */
  readonly policyDigest: string;
  /** The session that was judged, if the call named one. */
  readonly session: Pick<Session, "id" | "epoch"> | undefined;
  readonly admission: Admission;
  readonly decisionId: string;
}

export interface GrantClaims {
  readonly claims: JsonObject;
  /** Milliseconds since 1970, whole seconds: what `iat` and `exp` say. */
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * The JWT claims of a grant (RFC 7519, RFC 8693 sections 4.1-4.3, RFC 9396). Arguments are in it by digest only.
 * @returns "refused" when they cannot be said in a way that every broker reads alike, or when no second of life is left
 */
export function grantClaims(terms: GrantTerms): GrantClaims | "refused" {
  const { demand, template, identity, session, admission, action } = terms;
  const { agent, intent } = identity;
  const onBehalfOf = intent?.on_behalf_of ?? "";
  const iat = Math.floor(admission.now_ms / 1000);
  const exp = expiry(iat, demand.ttl_s, template, intent?.expires_at);
  const sub = template.subject === "" ? agent.id : template.subject;
  const scopes = scopesOf(demand, template);
  const target = targetClaims(template, {
    task: intent?.task ?? "",
    agent: agent.id,
    verb: action.verb,
    tenant: admission.tenant,
    on_behalf_of: onBehalfOf,
  });
  if (exp === undefined || scopes === "refused" || target === "refused") return "refused";
  if (agent.id === "" || Buffer.byteLength(sub) > MAX_SUB_BYTES || template.aud === "") return "refused";
  const behind = sub === agent.id ? agent.delegation : [agent.id, ...agent.delegation];
  const act = actChain(behind, onBehalfOf);
  const claims: JsonObject = {
    iss: terms.issuer,
    sub,
    aud: template.aud,
    iat,
    nbf: iat,
    exp,
    jti: terms.id,
    txn: terms.decisionId,
    client_id: admission.caller.id,
    ...(act === undefined ? {} : { act }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
    ...confirmation(identity),
    authorization_details: [{ ...actionDetails(action), policy_digest: terms.policyDigest }],
    action_digest: action.digest,
    policy_digest: terms.policyDigest,
    tenant: admission.tenant,
    ...(intent === undefined ? {} : optionalText({ intent: intent.id, task: intent.task })),
    ...(session === undefined ? {} : { session: session.id, session_epoch: session.epoch }),
    single_use: demand.single_use,
    ...target,
  };
  return { claims, issuedAtMs: iat * 1000, expiresAtMs: exp * 1000 };
}

/** RFC 7800 section 3: whose key has to be shown with the token, where the agent proved to hold one. */
function confirmation({ agent }: Identity): JsonObject {
  const { key } = agent;
  return key === undefined ? {} : { cnf: { [key.kind]: key.thumbprint } };
}

/** Not later than the policy, the template, Writ and the intent allow; undefined when that leaves no whole second. */
function expiry(
  iat: number,
  ttlS: number,
  template: GrantTemplate,
  intentExpiresAt: string | undefined,
): number | undefined {
  const byTemplate = template.max_ttl_s === 0 ? MAX_GRANT_TTL_S : template.max_ttl_s;
  const byDemand = iat + Math.min(Math.floor(ttlS), byTemplate, MAX_GRANT_TTL_S);
  const byIntent = intentExpiresAt === undefined ? byDemand : Math.floor(Date.parse(intentExpiresAt) / 1000);
  const exp = Math.min(byDemand, byIntent);
  return exp > iat ? exp : undefined;
}

/**
 * RFC 8693 section 4.1: the outermost `act` is the most recent party, the least recent is nested deepest. The agent
 * itself is `sub`, because brokers authorize workloads by it; so `act` begins with the party right behind the agent and
 * ends with the one on whose behalf all of it happens.
 */
function actChain(delegation: readonly string[], onBehalfOf: string): JsonObject | undefined {
  const behind = onBehalfOf === "" || delegation.at(-1) === onBehalfOf ? delegation : [...delegation, onBehalfOf];
  return behind.reduceRight<JsonObject | undefined>(
    (act, sub) => (act === undefined ? { sub } : { sub, act }),
    undefined,
  );
}

// Fields are named one by one: what an action comes to hold later does not leave in tokens by itself.
function actionDetails(action: Action): JsonObject {
  return {
    type: AUTHORIZATION_DETAILS_TYPE,
    verb: action.verb,
    tier: action.tier,
    tool: { server: action.tool.server, name: action.tool.name },
    ...resourceOf(action),
    destinations: action.destinations.map(destinationDetails),
    ...(action.amount === undefined
      ? {}
      : { amount: { value: action.amount.value, currency: action.amount.currency } }),
    count: action.count,
    sensitivity: action.sensitivity,
    ...(action.parts === undefined ? {} : { parts: action.parts.map(partDetails) }),
    digest: action.digest,
  };
}

function partDetails(part: ActionPart): JsonObject {
  return {
    verb: part.verb,
    tier: part.tier,
    ...resourceOf(part),
    destinations: part.destinations.map(destinationDetails),
  };
}

function resourceOf({ resource }: Pick<ActionPart, "resource">): JsonObject {
  return resource === undefined ? {} : { resource: { type: resource.type, uri: resource.uri } };
}

function destinationDetails({ kind, value }: Destination): JsonObject {
  return { kind, value };
}

function optionalText(texts: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
}
