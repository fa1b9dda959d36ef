import type { Action, Canonical } from "../domain/action.ts";
import type { Identity } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { Session } from "../domain/session.ts";

/**
 * The policy's input as JSON text: everything that a decision may depend on, and nothing that Writ would not record.
 * Tokens are not part of it.
 */
export function policyInput(
  request: DecisionRequest,
  admission: Admission,
  environment: string,
  identity: Identity,
  canonical: Canonical,
  action: Action,
  session: Session | undefined,
): string {
  return JSON.stringify({
    now: new Date(admission.now_ms).toISOString(),
    tenant: admission.tenant,
    environment,
    caller: admission.caller,
    agent: identity.agent,
    intent: identity.intent,
    action,
    arguments: canonical.arguments,
    facts: canonical.facts,
    findings: canonical.findings,
    session,
    context: request.context,
  });
}
