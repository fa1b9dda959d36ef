import { WritError } from "../domain/errors.ts";
import type { Agent, Identity, IdentityRefusal, Intent } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { IntentStates } from "../ports/intent-store.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import { readClaims, readTokenClaims, type TokenTerms } from "./claims.ts";
import { VOUCHED } from "./vouched.ts";

/** All that proving an intent needs of the outside. */
export interface IntentDeps {
  readonly tokens: TokenVerifier;
  readonly intents: IntentStates;
}

/** Nothing is known against any intent. */
export const NO_INTENTS: IntentStates = { stateOf: () => undefined };

type Refused = Required<Pick<Identity, "refusal">>;
type Identified = Pick<Identity, "intent" | "refusal">;

/**
 * For what task the agent acts. Refuses, rather than guesses, whatever is not proven or vouched for.
 * @throws WritError invalid_argument when intent claims are not of their form
 */
export async function identifyIntent(
  deps: IntentDeps,
  statement: DecisionRequest["intent"],
  agent: Agent,
  admission: Admission,
): Promise<Identified> {
  if (statement === undefined) return {};
  if (statement.token !== undefined) {
    const proven = await verifyIntent(deps, statement.token, admission);
    return "refusal" in proven ? proven : usableBy(agent, proven.intent, proven.terms.agents);
  }
  if (!admission.vouches) return refuse("intent_unverified", "this caller may not vouch for an intent; send its token");
  const { agents, ...stated } = readClaims(statement.claims, "/intent/claims");
  const intent: Intent = { verified: false, method: VOUCHED, ...stated };
  if (Date.parse(intent.expires_at) <= admission.now_ms) return { ...EXPIRED, intent };
  const refused = stateRefusal(deps.intents, admission.tenant, intent);
  return refused === undefined ? usableBy(agent, intent, agents) : { ...refused, intent };
}

interface ProvenIntent {
  readonly intent: Intent;
  readonly terms: TokenTerms;
}

/** What an intent's token proves, whoever uses it: that it is in force in this tenant now. */
export async function verifyIntent(
  deps: IntentDeps,
  token: string,
  { tenant, now_ms }: Pick<Admission, "tenant" | "now_ms">,
): Promise<ProvenIntent | Refused> {
  const verified = await deps.tokens.verify("intent", token, now_ms);
  if ("fault" in verified) {
    return verified.fault === "token_expired" ? EXPIRED : refuse(`intent_${verified.fault}`, verified.message);
  }
  const terms = termsOf(verified.claims);
  if (terms === undefined) return refuse("intent_token_invalid", "the intent's claims are not of their form");
  if (terms.tenant !== tenant) return refuse("intent_token_tenant_mismatch", "the intent is of another tenant");
  // Without the verifier's leniency about clocks: an intent ends when it says.
  if (terms.expires_at_ms <= now_ms) return EXPIRED;
  const { tenant: _, agents: _agents, not_before_ms: _notBefore, expires_at_ms, ...said } = terms;
  const expires_at = new Date(expires_at_ms).toISOString();
  const intent: Intent = { verified: true, method: verified.profile, ...said, expires_at };
  return stateRefusal(deps.intents, tenant, intent) ?? { intent, terms };
}

function termsOf(claims: Parameters<typeof readTokenClaims>[0]): TokenTerms | undefined {
  try {
    return readTokenClaims(claims);
  } catch (error) {
    if (error instanceof WritError) return undefined;
    throw error;
  }
}

function usableBy(agent: Agent, intent: Intent, agents: readonly string[] | undefined): Identified {
  if (agents === undefined || agents.includes(agent.id)) return { intent };
  return { ...refuse("intent_agent_mismatch", "the intent is another agent's"), intent };
}

function stateRefusal(states: IntentStates, tenant: string, { id, ancestors = [] }: Intent): Refused | undefined {
  const state = states.stateOf(tenant, id);
  if (state === "pending") return refuse("intent_pending", "the intent waits for a person's consent");
  if (state !== undefined) return refuse("intent_revoked", "the intent was revoked or denied");
  if (ancestors.every((ancestor) => states.stateOf(tenant, ancestor) === undefined)) return undefined;
  return refuse("intent_parent_revoked", "an intent that this one was derived from was revoked");
}

function refuse(code: IdentityRefusal, message: string): Refused {
  return { refusal: { code, message } };
}

const EXPIRED = refuse("intent_expired", "the intent has expired");
