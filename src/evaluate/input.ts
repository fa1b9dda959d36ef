import type { Action, Canonical } from "../domain/action.ts";
import type { BundleFreshness } from "../domain/bundle-state.ts";
import type { PolicyRef } from "../domain/decision.ts";
import type { Identity } from "../domain/identity.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { Session } from "../domain/session.ts";

/** The policy's input: everything that a decision may depend on, and nothing that Writ would not record. Tokens are not part of it. */
export function policyDocument(
  request: DecisionRequest,
  admission: Admission,
  environment: string,
  identity: Identity,
  canonical: Canonical,
  action: Action,
  session: Session | undefined,
  bundle: InputBundle,
): Readonly<Record<string, unknown>> {
  return {
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
    bundle,
  };
}

/** The same as JSON text. */
export function policyInput(...parts: Parameters<typeof policyDocument>): string {
  return JSON.stringify(policyDocument(...parts));
}

/** `input.bundle`: what a policy may know of the bundle that it is part of. */
export interface InputBundle extends Pick<PolicyRef, "revision" | "digest">, BundleFreshness {}
