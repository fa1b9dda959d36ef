import type { Agent, Identity, IdentityRefusal } from "../domain/identity.ts";

/** Why a call goes no further. */
export type Refusal = NonNullable<Identity["refusal"]>;

/** Who acts, as far as is known; refused or not. */
export type AgentFound = Pick<Identity, "agent" | "refusal">;

export const NOBODY: Agent = { id: "", verified: false, method: "none", delegation: [], labels: {} };

/** @param message a sentence that repeats nothing of what was shown */
export function refusal(code: IdentityRefusal, message: string): Refusal {
  return { code, message };
}

export function nobody(code: IdentityRefusal, message: string): AgentFound {
  return { agent: NOBODY, refusal: { code, message } };
}
