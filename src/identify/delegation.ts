import { isTextClaim } from "../domain/claims.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { isName } from "../domain/name.ts";
import type { IssuerTrust } from "../domain/trust.ts";
import { type Refusal, refusal } from "./agent-refused.ts";

/** Parties behind an agent. People delegate to agents that delegate twice or three times; what is deeper is a loop. */
export const MAX_DELEGATION = 8;

/**
 * Names that say whose word they are: a trust domain's (SPIFFE, WIMSE). Agents are known by their names alone, so that another
 * issuer's token with such a name would be that workload. One that is trusted for delegation names those who hand on to each other.
 */
const WORKLOAD = /^(?:spiffe|wimse):\/\//i;

/** Who acts, and whom for. */
export interface Actors {
  readonly id: string;
  /** Whom it acts for, nearest first. */
  readonly delegation: readonly string[];
}

/**
 * Who acts by a token, and who stands behind it.
 *
 * RFC 8693 section 4.1: `sub` is the one on whose behalf all happens, the outermost `act` is who acts now, those nested in it
 * acted before, the least recent deepest. So the agent is the outermost `act`, right behind it stands the next one, and `sub`
 * comes last. Without `act` the agent is the subject itself.
 */
export function readActors(claims: JsonObject, trust: IssuerTrust): Actors | Refusal {
  const links = linksOf(claims, trust);
  if (!Array.isArray(links)) return links as Refusal;
  if (links.length - 1 > MAX_DELEGATION) {
    return refusal("agent_delegation_too_deep", `more than ${MAX_DELEGATION} parties stand behind the agent`);
  }
  const names = links.map((name) => `${trust.idPrefix}${name}`);
  if (!names.every(isName)) {
    return refusal("agent_id_invalid", `an agent's id has at most ${MAX_ID_CHARS} characters, and none of control`);
  }
  if (trust.trustDomain === "" && !trust.delegation && names.some((name) => WORKLOAD.test(name))) {
    return refusal("agent_id_invalid", "the token's issuer may not name workloads of a trust domain");
  }
  if (new Set(names).size < names.length) {
    return refusal("agent_delegation_loop", "somebody stands twice in the agent's chain of delegation");
  }
  const [id = "", ...delegation] = names;
  return { id, delegation };
}

/** The agent, then whom it acts for, nearest first. */
function linksOf(claims: JsonObject, trust: IssuerTrust): readonly string[] | Refusal {
  const hasActor = Object.hasOwn(claims, "act");
  if (trust.profile === "txn-token") return hasActor ? malformed() : workloadsOf(claims);
  const named = Object.hasOwn(claims, trust.idClaim) ? claims[trust.idClaim] : undefined;
  if (!hasActor) return isTextClaim(named) ? [named] : malformedId();
  if (!trust.delegation) {
    return refusal("agent_delegation_not_allowed", "the token's issuer is not trusted to say who acts for whom");
  }
  const actors = actorsOf(claims, trust);
  if (actors === undefined || !isTextClaim(claims["sub"])) return malformed();
  if (!mayAct(claims["may_act"], claims["act"] as JsonObject)) {
    return refusal("agent_delegation_not_allowed", "the token says that another may act for its subject");
  }
  return [...actors, claims["sub"]];
}

/** Who acts, then who acted before; undefined for what is no chain. One more than may be is enough to see that. */
function actorsOf(claims: JsonObject, { issuer }: IssuerTrust): string[] | undefined {
  const actors: string[] = [];
  let within = claims;
  while (Object.hasOwn(within, "act") && actors.length <= MAX_DELEGATION) {
    const act = within["act"];
    // Another issuer's names are not this one's: whom they mean, this issuer cannot say.
    if (!isJsonObject(act) || !isTextClaim(act["sub"]) || (act["iss"] !== undefined && act["iss"] !== issuer))
      return undefined;
    actors.push(act["sub"]);
    within = act;
  }
  return actors;
}

/** RFC 8693 section 4.4: the one who may become the actor, where the token says it. */
function mayAct(permitted: JsonValue | undefined, actor: JsonObject): boolean {
  if (permitted === undefined) return true;
  if (!isJsonObject(permitted) || permitted["sub"] !== actor["sub"]) return false;
  return permitted["iss"] === undefined || actor["iss"] === undefined || permitted["iss"] === actor["iss"];
}

/**
 * Transaction Tokens: `req_wl` names the workloads that asked for the token and for those in its place, separated by commas, the
 * last one last (draft-ietf-oauth-transaction-tokens, "Txn-Token as a subject_token"); `sub` is whom the transaction is for.
 */
function workloadsOf({ req_wl: workloads, sub }: JsonObject): readonly string[] | Refusal {
  if (!isTextClaim(workloads) || !isTextClaim(sub)) return malformed();
  const names = workloads.split(",", MAX_DELEGATION + 2);
  return names.every((name) => name !== "" && name.trim() === name) ? [...names.reverse(), sub] : malformed();
}

function malformed(): Refusal {
  return refusal("agent_delegation_invalid", "the token's chain of delegation is not of its form");
}

function malformedId(): Refusal {
  return refusal("agent_id_invalid", "the claim that names the agent is not there, or no string");
}
