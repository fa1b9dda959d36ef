import { DIGEST, DIGEST_EXPECTED } from "../../domain/digest.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_TIMEOUT_MS, MAX_ID_CHARS, MAX_TIMEOUT_MS } from "../../domain/limits.ts";
import {
  type AgentEvidence,
  type DecisionOptions,
  type DecisionRequest,
  OBSERVATION_SOURCES,
  type Observation,
  type PresentedProof,
  type ToolCall,
} from "../../domain/request.ts";
import {
  boolean,
  defaulted,
  integer,
  json,
  jsonObject,
  line,
  list,
  matching,
  object,
  oneOf,
  optional,
  readMessage,
  refine,
  report,
  required,
  text,
} from "./reader.ts";

/** A JWT with a certificate chain in its header stays below this; proxies cut headers off at the same size. */
export const MAX_TOKEN_CHARS = 16_384;

/** What one model turn takes in; a gateway that has more observed has skipped calls. */
const MAX_OBSERVATIONS = 256;

/** A long page or file that a tool returned. Only where values came from is taken of it. */
const MAX_OBSERVED_CHARS = 262_144;

const NOTHING_OBSERVED: readonly Observation[] = Object.freeze([]);
const NO_CONTEXT: JsonObject = Object.freeze({});
const NO_AGENT = Object.freeze({});
const NO_OPTIONS: DecisionOptions = Object.freeze({ dry_run: false, explain: false });

/** An identifier of the client's: one line, not empty, at most MAX_ID_CHARS. */
export const id = line(1, MAX_ID_CHARS);

const token = line(1, MAX_TOKEN_CHARS);

/** A chain of four certificates, percent-encoded, as Envoy forwards it. */
const MAX_CERTIFICATE_CHARS = 65_536;

/** What HTTP servers take. */
const MAX_URI_CHARS = 8_192;

const proof = object<PresentedProof>({
  token: required(token),
  method: required(line(1, MAX_ID_CHARS)),
  uri: required(line(1, MAX_URI_CHARS)),
});

const agent = object<AgentEvidence>({
  token: optional(token),
  id: optional(id),
  proof: optional(proof),
  certificate: optional(text(1, MAX_CERTIFICATE_CHARS)),
});

const intent = refine(
  object<NonNullable<DecisionRequest["intent"]>>({ token: optional(token), claims: optional(jsonObject) }),
  (value, at, violations) => {
    if ("token" in value === "claims" in value) report(violations, at, "must have either token or claims");
  },
);

const call = object<Omit<ToolCall, "refusal" | "unseen">>({
  format: required(id),
  server: defaulted(line(0, MAX_ID_CHARS), ""),
  payload: required(json),
  manifest: optional(jsonObject),
  schema_digest: optional(matching(DIGEST, DIGEST_EXPECTED)),
});

const observation = object<Observation>({
  source: required(oneOf(OBSERVATION_SOURCES)),
  text: required(text(0, MAX_OBSERVED_CHARS)),
  tool: optional(id),
  server: optional(id),
  decision_id: optional(id),
});

/** More than any policy asks of one gateway. */
const MAX_OBLIGATION_TYPES = 100;

const options = object<DecisionOptions>({
  dry_run: defaulted(boolean, false),
  explain: defaulted(boolean, false),
  obligations: optional(list(id, MAX_OBLIGATION_TYPES)),
});

const decisionRequest = refine(
  object<DecisionRequest>({
    request_id: defaulted(id, ""),
    agent: defaulted(agent, NO_AGENT),
    intent: optional(intent),
    session: defaulted(id, ""),
    call: optional(call),
    action: optional(jsonObject),
    observed: defaulted(list(observation, MAX_OBSERVATIONS), NOTHING_OBSERVED),
    context: defaulted(jsonObject, NO_CONTEXT),
    options: defaulted(options, NO_OPTIONS),
    timeout_ms: defaulted(integer(1, MAX_TIMEOUT_MS), DEFAULT_TIMEOUT_MS),
  }),
  (value, at, violations) => {
    if ("call" in value && "action" in value) report(violations, `${at}/action`, "must not stand beside call");
    if (!("call" in value) && !("action" in value)) report(violations, `${at}/call`, "is missing, and so is action");
  },
);

/**
 * Reads a request for one decision. Ids that are absent become "".
 *
 * @param at where the value stands in the document that the client sent, as JSON Pointer
 * @throws WritError `invalid_argument` that names every field that is wrong, by JSON Pointer
 */
export function decodeDecisionRequest(value: JsonValue, at = ""): DecisionRequest {
  return readMessage(decisionRequest, value, at);
}

/** Checks an id that stands outside a body: in a path, or in a message of its own. */
export function decodeId(value: JsonValue, at: string): string {
  return readMessage(id, value, at);
}
