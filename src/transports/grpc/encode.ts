import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { Decision, Obligation } from "../../domain/decision.ts";
import {
  type Answer,
  AnswerSchema,
  type Decision as DecisionMessage,
  DecisionSchema,
  type FailureSchema,
} from "../../gen/writ/v1/decision_pb.ts";
import type { BatchFailure } from "../native/batch.ts";

const utf8 = new TextEncoder();

/** A decision as a message: the fields of the HTTP JSON, free-form JSON as text. */
export function decisionMessage(decision: Decision): DecisionMessage {
  const { approval, grant, policy, facts, findings } = decision;
  return create(DecisionSchema, {
    decisionId: decision.decision_id,
    requestId: decision.request_id,
    effect: decision.effect,
    reasons: decision.reasons.map(({ code, message, rule, controls }) => ({
      code,
      message,
      rule,
      controls: [...controls],
    })),
    obligations: decision.obligations.map(obligationMessage),
    ...(approval === undefined
      ? {}
      : {
          approval: { id: approval.id, url: approval.url, expiresAt: approval.expires_at, template: approval.template },
        }),
    ...(grant === undefined ? {} : { grant: grantMessage(grant) }),
    actionJson: jsonBytes(decision.action),
    policy: {
      bundle: policy.bundle,
      revision: policy.revision,
      digest: policy.digest,
      activatedAt: policy.activated_at,
    },
    recorded: decision.recorded,
    dryRun: decision.dry_run ?? false,
    ...(facts === undefined ? {} : { factsJson: jsonBytes(facts) }),
    ...(findings === undefined ? {} : { findingsJson: jsonBytes(findings) }),
  });
}

/** One answer of a batch or stream. */
export function answerMessage(answer: Decision | BatchFailure): Answer {
  return create(AnswerSchema, {
    kind:
      "error" in answer
        ? { case: "failure", value: failureMessage(answer) }
        : { case: "decision", value: decisionMessage(answer) },
  });
}

export function jsonBytes(value: unknown): Uint8Array {
  return utf8.encode(JSON.stringify(value));
}

function obligationMessage({ type, fulfillment, ...properties }: Obligation) {
  return { type, fulfillment, propertiesJson: jsonBytes(properties) };
}

function grantMessage(grant: NonNullable<Decision["grant"]>) {
  const { id, token = "", audience, expires_at, single_use, kind = "", legacy = false, credential_ttl_s = 0 } = grant;
  return {
    id,
    token,
    audience,
    expiresAt: expires_at,
    singleUse: single_use,
    kind,
    legacy,
    credentialTtlS: BigInt(credential_ttl_s),
  };
}

function failureMessage({ request_id, error }: BatchFailure): MessageInitShape<typeof FailureSchema> {
  return {
    requestId: request_id,
    code: error.code,
    message: error.message,
    violations: error.violations.map(({ pointer, description }) => ({ pointer, description })),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}
