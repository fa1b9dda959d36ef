import { PARSES } from "../../../domain/action.ts";
import { EFFECTS } from "../../../domain/decision.ts";
import { DIGEST } from "../../../domain/digest.ts";
import { ERROR_CODES } from "../../../domain/errors.ts";
import { GRANT_KINDS } from "../../../domain/grant.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_BATCH_ITEMS, MAX_ID_CHARS, MAX_TIMEOUT_MS } from "../../../domain/limits.ts";
import { CALL_FORMATS } from "../../../domain/request.ts";
import { KEY_PURPOSES } from "../../../domain/signing-key.ts";
import { SENSITIVITIES, TIERS, TRAITS } from "../../../domain/vocabulary.ts";
import { AGENT_SCHEMAS } from "./agents.ts";
import { APPROVAL_SCHEMAS } from "./approvals.ts";
import { GRANT_SCHEMAS } from "./grants.ts";
import { INTENT_SCHEMAS } from "./intents.ts";
import { SESSION_SCHEMAS } from "./sessions.ts";

// JSON Schema 2020-12, as OpenAPI 3.1 has it.

const string = { type: "string" };
const strings = { type: "array", items: string };
const boolean = { type: "boolean" };
const time = { type: "string", format: "date-time" };
const id = { type: "string", minLength: 1, maxLength: MAX_ID_CHARS };
const anyObject = { type: "object" };

export const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** An object that has no other fields than these. */
function closed(properties: JsonObject, required: string[] = [], more: JsonObject = {}): JsonObject {
  return { type: "object", properties, required, additionalProperties: false, ...more };
}

const request: JsonObject = {
  DecisionRequest: closed(
    {
      request_id: { ...id, description: "Any string of the gateway's, echoed." },
      agent: closed({
        token: string,
        id,
        proof: closed({ token: string, method: string, uri: string }, ["token", "method", "uri"]),
        certificate: string,
      }),
      intent: closed({ token: string, claims: anyObject }, [], { minProperties: 1, maxProperties: 1 }),
      session: { ...id, description: "Calls of one task go by the same name." },
      call: ref("ToolCall"),
      action: { ...anyObject, description: "The canonical form, instead of `call`." },
      observed: { type: "array", items: ref("Observation"), maxItems: 256 },
      context: { ...anyObject, description: "Anything else that policy may look at." },
      options: closed({ dry_run: boolean, explain: boolean, obligations: { ...strings, maxItems: 100 } }),
      timeout_ms: { type: "integer", minimum: 1, maximum: MAX_TIMEOUT_MS },
    },
    [],
    { oneOf: [{ required: ["call"] }, { required: ["action"] }] },
  ),
  ToolCall: closed(
    {
      format: { ...string, description: `One of ${CALL_FORMATS.join(", ")}; any other is blocked.` },
      server: { ...string, description: "The server, toolkit or product that offers the tool." },
      payload: { description: "The call as the gateway saw it." },
      manifest: {
        ...anyObject,
        description: "The tool's entry in tools/list, to be compared with the catalogue's pin.",
      },
      schema_digest: { type: "string", pattern: DIGEST.source, description: "Or its digest." },
    },
    ["format", "payload"],
  ),
  Observation: closed(
    { source: { enum: ["user", "tool", "directory", "system"] }, text: string, tool: id, server: id, decision_id: id },
    ["source", "text"],
  ),
  BatchRequest: closed({ requests: { type: "array", items: ref("DecisionRequest"), maxItems: MAX_BATCH_ITEMS } }, [
    "requests",
  ]),
  KeyRotation: closed({ purposes: { type: "array", items: { enum: [...KEY_PURPOSES] } }, now: boolean }),
  OrderNote: closed({ reason: { type: "string", maxLength: 500 }, by: id }),
  OutcomeReport: closed(
    {
      status: { enum: ["succeeded", "failed", "denied", "cancelled", "unknown"] },
      duration_ms: { type: "integer", minimum: 0 },
      result_digest: { type: "string", pattern: DIGEST.source },
      result_excerpt: string,
      values_seen: strings,
      result: { description: "Text or JSON, of which 256 KiB are read. Only keyed hashes of its values are kept." },
    },
    ["status"],
  ),
};

const action: JsonObject = {
  Action: closed(
    {
      verb: string,
      tier: { enum: [...TIERS] },
      traits: { type: "array", items: { enum: [...TRAITS] } },
      tool: closed({ server: string, name: string, known: boolean, pin: { enum: ["match", "mismatch", "none"] } }),
      resource: closed({ type: string, uri: string, origin: ref("Origin"), source: ref("OriginSource") }),
      destinations: { type: "array", items: ref("Destination") },
      amount: closed({ value: string, currency: string }),
      count: { type: "integer" },
      sensitivity: { enum: [...SENSITIVITIES] },
      data_classes: strings,
      parse: { enum: [...PARSES] },
      parts: { type: "array", items: anyObject },
      digest: string,
    },
    ["verb", "tier", "traits", "tool", "destinations", "count", "sensitivity", "parse", "digest"],
  ),
  Destination: closed(
    { kind: string, value: string, domain: string, origin: ref("Origin"), source: ref("OriginSource") },
    ["kind", "value", "origin"],
  ),
  Origin: { enum: ["user", "directory", "tool_output", "unseen"], description: "Who named it in the session." },
  OriginSource: closed({ tool: string, decision_id: string }, ["tool", "decision_id"]),
};

const answer: JsonObject = {
  Decision: closed(
    {
      decision_id: string,
      request_id: string,
      effect: { enum: [...EFFECTS], description: "Only `allow` and `warn` mean that the call may run." },
      reasons: { type: "array", items: ref("Reason") },
      obligations: { type: "array", items: ref("Obligation") },
      approval: closed({ id: string, url: string, expires_at: time, template: string }),
      grant: ref("Grant"),
      action: ref("Action"),
      policy: closed({ bundle: string, revision: string, digest: string, activated_at: time }),
      recorded: { enum: ["committed", "spooled", "relaxed", "none"] },
      dry_run: boolean,
      facts: anyObject,
      findings: { type: "array", items: anyObject },
    },
    ["decision_id", "request_id", "effect", "reasons", "obligations", "action", "policy", "recorded"],
  ),
  Grant: closed(
    {
      id: string,
      token: { ...string, description: "Absent where it is told in exchange only (RFC 8693)." },
      audience: string,
      expires_at: time,
      single_use: boolean,
      kind: { enum: [...GRANT_KINDS] },
      legacy: { const: true, description: "A long-lived key stands behind it." },
      credential_ttl_s: { type: "integer" },
    },
    ["id", "audience", "expires_at", "single_use"],
  ),
  Reason: closed({ code: string, message: string, rule: string, controls: strings }, ["code"]),
  Obligation: {
    type: "object",
    properties: { type: string, fulfillment: { enum: ["required", "advisory"] } },
    required: ["type", "fulfillment"],
  },
  BatchAnswer: closed({ decisions: { type: "array", items: { oneOf: [ref("Decision"), ref("Failure")] } } }, [
    "decisions",
  ]),
  Failure: closed({ request_id: string, error: anyObject }, ["request_id", "error"]),
  StoredDecision: closed(
    {
      decision: anyObject,
      recorded_at: time,
      caller: anyObject,
      input: { description: "What the policy was given." },
      catalogue_digest: string,
      outcome: anyObject,
      chain: closed({ writer: string, seq: { type: "integer" }, hash: string }),
    },
    ["decision", "recorded_at", "caller", "input", "catalogue_digest", "chain"],
  ),
  Trail: closed(
    {
      decision_id: string,
      effect: string,
      entries: {
        type: "array",
        items: closed({ at: time, what: string, who: string, text: string, detail: anyObject }, [
          "at",
          "what",
          "who",
          "text",
        ]),
      },
    },
    ["decision_id", "effect", "entries"],
  ),
  Page: closed({ decisions: { type: "array", items: ref("StoredDecision") }, next_page_token: string }, [
    "decisions",
    "next_page_token",
  ]),
  Problem: {
    type: "object",
    description: "RFC 9457. Never a decision: a gateway that gets it must not go on.",
    properties: {
      type: string,
      title: string,
      status: { type: "integer" },
      detail: string,
      code: { enum: [...ERROR_CODES] },
      errors: { type: "array", items: closed({ pointer: string, detail: string }) },
      retry_after_ms: { type: "integer" },
      reason: { ...string, description: "More exact than `code`, where an operation has a closed set of them." },
    },
    required: ["type", "title", "status", "detail", "code"],
  },
};

export const SCHEMAS: JsonObject = {
  ...AGENT_SCHEMAS,
  ...GRANT_SCHEMAS,
  ...APPROVAL_SCHEMAS,
  ...INTENT_SCHEMAS,
  ...SESSION_SCHEMAS,
  ...request,
  ...action,
  ...answer,
};
