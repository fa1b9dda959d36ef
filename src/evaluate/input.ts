import type { Action, Canonical } from "../domain/action.ts";
import type { GivenApproval } from "../domain/approval.ts";
import type { BundleFreshness } from "../domain/bundle-state.ts";
import type { PolicyRef } from "../domain/decision.ts";
import type { Agent, Identity } from "../domain/identity.ts";
import type { Provenance } from "../domain/provenance.ts";
import type { Admission, DecisionRequest } from "../domain/request.ts";
import type { Session, TaskFacts, UsageFacts } from "../domain/session.ts";

/** A call as it stands before the policy, and the policy that it is put to. */
export interface PolicyQuestion {
  readonly request: DecisionRequest;
  readonly admission: Admission;
  readonly environment: string;
  readonly identity: Identity;
  /** With what the registry knows of it. */
  readonly agent: Agent;
  readonly canonical: Canonical;
  /** As sensitive as the session makes it. */
  readonly action: Action;
  readonly session: Session | undefined;
  readonly task?: TaskFacts;
  readonly usage?: UsageFacts;
  /** Where the call comes from, beside the origins in the action. */
  readonly provenance?: Provenance;
  /** What is another than when the session began. */
  readonly changed: readonly string[];
  /** Looked up, never stated by a request. */
  readonly approval?: GivenApproval | undefined;
  readonly ref: PolicyRef;
  readonly freshness: BundleFreshness;
}

/** `input.bundle`: what a policy may know of the bundle that it is part of. */
export interface InputBundle extends Pick<PolicyRef, "revision" | "digest">, BundleFreshness {}

/** The policy's input: everything that a decision may depend on, and nothing that Writ would not record. Tokens are not part of it. */
export function policyDocument(question: PolicyQuestion): Readonly<Record<string, unknown>> {
  const {
    request,
    admission,
    environment,
    identity,
    agent,
    canonical,
    action,
    session,
    task,
    usage,
    provenance,
    changed,
    approval,
    ref,
    freshness,
  } = question;
  const bundle: InputBundle = { revision: ref.revision, digest: ref.digest, ...freshness };
  return {
    now: new Date(admission.now_ms).toISOString(),
    tenant: admission.tenant,
    environment,
    caller: { id: admission.caller.id, protocol: admission.caller.protocol },
    agent,
    intent: identity.intent,
    action,
    arguments: canonical.arguments,
    facts: canonical.facts,
    findings: canonical.findings,
    session,
    task,
    usage,
    provenance,
    approval,
    // Last: what a caller calls changed is not what Writ has found to be.
    context: { ...request.context, changed },
    bundle,
  };
}
