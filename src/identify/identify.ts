import type { Identity } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { TokenVerifier } from "../ports/token-verifier.ts";
import { type AgentDeps, identifyAgent } from "./agent.ts";
import { type IntentDeps, identifyIntent } from "./intent.ts";

/** All that proving an identity needs of the outside. */
export interface IdentifyDeps extends AgentDeps, IntentDeps {}

/** No issuer is trusted. */
export const NO_TOKENS: TokenVerifier = {
  verify: () => ({ fault: "token_untrusted", message: "no issuer of such tokens is trusted here" }),
};

const NO_ISSUER = { fault: "token_untrusted", message: "no issuer of such certificates is trusted here" } as const;

/** Where nobody is trusted: only what a caller vouches for is known. */
export const NO_TRUST: AgentDeps = {
  tokens: NO_TOKENS,
  certificates: { verify: () => NO_ISSUER },
  proofs: { dpop: async () => NO_ISSUER, workloadProof: async () => NO_ISSUER, thumbprint: () => undefined },
  proofGuard: { firstUse: async () => false, bind: async () => "" },
  issuers: new Map(),
};

/**
 * Who acts, and for what task. Refuses, rather than guesses, whatever is not proven or vouched for.
 * @throws WritError invalid_argument when intent claims are not of their form
 */
export async function identify(deps: IdentifyDeps, request: DecisionRequest, admission: Admission): Promise<Identity> {
  const { agent, refusal } = await identifyAgent(deps, request.agent, admission);
  if (refusal !== undefined) return { agent, refusal };
  return { agent, ...(await identifyIntent(deps, request.intent, agent, admission)) };
}
