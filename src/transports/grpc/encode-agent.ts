import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { AgentEnvelope, AgentEvent, AgentRegistration, AgentState } from "../../domain/agent.ts";
import {
  type AgentEventSchema,
  type AgentRegistrationSchema,
  type RegisteredAgent,
  RegisteredAgentSchema,
} from "../../gen/writ/v1/agent_pb.ts";
import type { AgentView } from "../../pipeline/agent-commands.ts";

/** One agent as a message. */
export function agentMessage(agent: AgentView): RegisteredAgent {
  const { id, source, status, registration, bundle, record, state, due } = agent;
  return create(RegisteredAgentSchema, {
    id,
    source,
    status,
    due: [...due],
    ...(registration === undefined ? {} : { registration: registrationInit(registration) }),
    ...(bundle === undefined ? {} : { bundle: registrationInit(bundle) }),
    ...(record === undefined
      ? {}
      : {
          version: BigInt(record.version),
          registeredAt: timeText(record.registered_at_ms),
          registeredBy: record.registered_by,
          updatedAt: timeText(record.updated_at_ms),
          updatedBy: record.updated_by,
        }),
    ...(state === undefined ? {} : { order: orderInit(state) }),
  });
}

export function eventInit({
  action,
  by,
  reason,
  at_ms,
  changed,
}: AgentEvent): MessageInitShape<typeof AgentEventSchema> {
  return { action, by, reason, at: timeText(at_ms), changed: [...changed] };
}

function orderInit({ status, by, reason, at_ms }: AgentState) {
  return { status, by, reason, at: timeText(at_ms) };
}

function registrationInit(registration: AgentRegistration): MessageInitShape<typeof AgentRegistrationSchema> {
  const { owner, purpose, labels, max_tier, verbs, audiences, envelope, review_at } = registration;
  return {
    owner,
    purpose,
    labels,
    ...(max_tier === undefined ? {} : { maxTier: max_tier }),
    ...(verbs === undefined ? {} : { verbs: { values: [...verbs] } }),
    ...(audiences === undefined ? {} : { audiences: { values: [...audiences] } }),
    ...(envelope === undefined ? {} : { envelope: envelopeInit(envelope) }),
    ...(review_at === undefined ? {} : { reviewAt: review_at }),
  };
}

function envelopeInit(envelope: AgentEnvelope) {
  const { verbs, max_tier, resources, destinations, max_amount, currency, max_calls } = envelope;
  return {
    verbs: [...verbs],
    ...(max_tier === undefined ? {} : { maxTier: max_tier }),
    ...(resources === undefined ? {} : { resources: { values: [...resources] } }),
    ...(destinations === undefined ? {} : { destinations: { values: [...destinations] } }),
    ...(max_amount === undefined ? {} : { maxAmount: max_amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(max_calls === undefined ? {} : { maxCalls: max_calls }),
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
