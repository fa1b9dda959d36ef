import type { Agent, Identity, IdentityRefusal, Intent } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import { readClaims } from "./claims.ts";

/** How identity and intent are known when a caller that may vouch states them without a token. */
const VOUCHED = "development";

const NOBODY: Agent = { id: "", verified: false, method: "none", delegation: [], labels: {} };

/** All that proving an identity needs of the outside. */
export interface IdentifyDeps {
  readonly tokens: TokenVerifier;
}

/** No issuer is trusted. */
export const NO_TOKENS: TokenVerifier = {
  verify: () => ({ fault: "token_untrusted", message: "no issuer of such tokens is trusted here" }),
};

/**
 * Who acts, and for what task. Refuses, rather than guesses, whatever is not proven or vouched for.
 * @throws WritError invalid_argument when intent claims are not of their form
 */
export async function identify(deps: IdentifyDeps, request: DecisionRequest, admission: Admission): Promise<Identity> {
  const { agent: stated, intent: statement } = request;
  if (stated.token !== undefined) {
    const verified = await deps.tokens.verify("agent", stated.token, admission.now_ms);
    if ("fault" in verified) return refuse(NOBODY, `agent_${verified.fault}`, verified.message);
    return refuse(NOBODY, "agent_token_untrusted", "tokens of this issuer cannot be read here");
  }
  if (stated.id === undefined) return refuse(NOBODY, "agent_missing", "the request names no agent");
  const agent: Agent = { id: stated.id, verified: false, method: VOUCHED, delegation: [], labels: {} };
  if (!admission.vouches) {
    return refuse(
      { ...agent, method: "none" },
      "agent_unverified",
      "this caller may not vouch for an agent; send its token",
    );
  }
  if (statement === undefined) return { agent };
  if (statement.token !== undefined) {
    return refuse(agent, "intent_token_untrusted", "no issuer of intents is trusted here");
  }
  return withIntent(agent, readClaims(statement.claims, "/intent/claims"), admission.now_ms);
}

function withIntent(agent: Agent, claims: ReturnType<typeof readClaims>, nowMs: number): Identity {
  const { agent: bearer, ...stated } = claims;
  const intent: Intent = { verified: false, method: VOUCHED, ...stated };
  if (bearer !== undefined && bearer !== agent.id) {
    return { ...refuse(agent, "intent_agent_mismatch", "the intent is another agent's"), intent };
  }
  if (Date.parse(intent.expires_at) <= nowMs) {
    return { ...refuse(agent, "intent_expired", "the intent has expired"), intent };
  }
  return { agent, intent };
}

function refuse(agent: Agent, code: IdentityRefusal, message: string): Identity {
  return { agent, refusal: { code, message } };
}
