import type { Message } from "@bufbuild/protobuf";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { checkStrictValue } from "../../domain/strict-json.ts";
import type {
  AgentEnvelope,
  AgentNames,
  AgentNote,
  AgentRegistration,
  ListAgentsRequest,
  ListDueAgentsRequest,
  RegisterAgentRequest,
  UpdateAgentRequest,
} from "../../gen/writ/v1/agent_pb.ts";
import { refuseUnknown } from "../native/messages.ts";

// Messages as the JSON that HTTP would have sent, for the one reader of the native contract.

/** @throws WritError invalid_argument, which names the field */
export function toRegisterJson(message: RegisterAgentRequest): JsonObject {
  refuseUnknown("", message);
  return checked({ id: message.id, ...registrationJson(message.registration), ...noteJson(message.note) });
}

/** @throws WritError invalid_argument, which names the field */
export function toUpdateJson(message: UpdateAgentRequest): JsonObject {
  refuseUnknown("", message);
  const version = message.version === undefined ? undefined : Number(message.version);
  return checked(present({ version, ...registrationJson(message.registration), ...noteJson(message.note) }));
}

/** @throws WritError invalid_argument, which names the field */
export function toAgentNoteJson(message: Message & { readonly note?: AgentNote | undefined }): JsonObject {
  refuseUnknown("", message);
  return checked(noteJson(message.note));
}

export function toAgentListJson(message: ListAgentsRequest): JsonObject {
  refuseUnknown("", message);
  const { status, owner, pageSize: page_size, pageToken: page_token } = message;
  return present({ status, owner, page_size, page_token });
}

export function toAgentsDueJson(message: ListDueAgentsRequest): JsonObject {
  refuseUnknown("", message);
  const { within, pageSize: page_size, pageToken: page_token } = message;
  return present({ within, page_size, page_token });
}

function registrationJson(registration: AgentRegistration | undefined): JsonObject {
  if (registration === undefined) return {};
  const { owner, purpose, labels, maxTier: max_tier, verbs, audiences, envelope, reviewAt: review_at } = registration;
  refuseUnknown("", registration, verbs, audiences);
  return present({
    owner,
    purpose,
    labels: labels as JsonObject | undefined,
    max_tier,
    verbs: namesJson(verbs),
    audiences: namesJson(audiences),
    envelope: envelope && envelopeJson(envelope),
    review_at,
  });
}

function envelopeJson(envelope: AgentEnvelope): JsonObject {
  const { verbs, maxTier: max_tier, resources, destinations, currency } = envelope;
  const { maxAmount: max_amount, maxCalls: max_calls } = envelope;
  refuseUnknown("/envelope", envelope, resources, destinations);
  const [where, whom] = [namesJson(resources), namesJson(destinations)];
  return present({ verbs, max_tier, resources: where, destinations: whom, max_amount, currency, max_calls });
}

function namesJson(names: AgentNames | undefined): JsonValue | undefined {
  return names === undefined ? undefined : names.values;
}

function noteJson(note: AgentNote | undefined): JsonObject {
  refuseUnknown("", note);
  return note === undefined ? {} : present({ reason: note.reason, by: note.by });
}

/** Strings of a message are UTF-8 already, but may hold what no store takes. */
function checked(json: JsonObject): JsonObject {
  checkStrictValue(json, "");
  return json;
}

/** Without the fields that are undefined. */
function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as JsonObject;
}
