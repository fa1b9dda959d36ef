import {
  INTENT_STATUSES,
  MAX_INTENT_LIFETIME_S,
  MAX_INTENT_TOKEN_CHARS,
  MAX_PURPOSE_CHARS,
} from "../../../domain/intent.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../../domain/limits.ts";
import { SENSITIVITIES, TIERS } from "../../../domain/vocabulary.ts";

// Intents in OpenAPI 3.1.

const string = { type: "string" };
const strings = { type: "array", items: string };
const boolean = { type: "boolean" };
const time = { type: "string", format: "date-time" };
const id = { type: "string", minLength: 1, maxLength: MAX_ID_CHARS };

const closed = (properties: JsonObject, required: string[]): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const wish: JsonObject = {
  task: { ...id, description: "A new one where it is left out, or the parent's." },
  purpose: { ...string, maxLength: MAX_PURPOSE_CHARS, description: "For people to read." },
  on_behalf_of: id,
  agent: { description: "Who may use it.", oneOf: [id, { type: "array", items: id, minItems: 1 }] },
  allows: { type: "array", items: ref("Allowance"), minItems: 1 },
  not_before: time,
  expires_at: time,
  lifetime_s: { type: "integer", minimum: 1, maximum: MAX_INTENT_LIFETIME_S },
  consent: { ...boolean, description: "A person has to agree first." },
};

const intent: JsonObject = {
  id: string,
  task: string,
  status: { enum: [...INTENT_STATUSES] },
  purpose: string,
  on_behalf_of: string,
  agent: strings,
  allows: { type: "array", items: ref("Allowance") },
  not_before: time,
  expires_at: time,
  parent: string,
  ancestors: { ...strings, description: "All that it was derived from, the root first." },
  requested_by: string,
  requested_at: time,
  decided_by: string,
  decided_at: time,
  revoked_by: string,
  revoked_at: time,
};
const ALWAYS = [
  "id", "task", "status", "purpose", "on_behalf_of", "agent", "allows", "not_before", "expires_at", "requested_by", "requested_at",
]; // biome-ignore format: one list

export const INTENT_SCHEMAS: JsonObject = {
  Allowance: closed(
    {
      verb: id,
      resource: string,
      destinations: strings,
      max_amount: string,
      max_total: string,
      currency: string,
      max_calls: { type: "integer", minimum: 0 },
      max_tier: { enum: [...TIERS] },
      max_sensitivity: { enum: [...SENSITIVITIES] },
      not_before: time,
      not_after: time,
    },
    ["verb"],
  ),
  IntentWish: closed(wish, ["agent", "allows"]),
  IntentDerivation: closed(
    {
      ...wish,
      token: { ...string, maxLength: MAX_INTENT_TOKEN_CHARS, description: "The parent's." },
      fit: { ...boolean, description: "What the parent does not permit is left away, instead of refused." },
    },
    ["token"],
  ),
  Intent: closed(
    { ...intent, token: { ...string, description: "For the caller that asked for it, while the intent is active." } },
    ALWAYS,
  ),
  IntentRevocation: closed({ ...intent, descendants: { type: "integer" }, grants_revoked: { type: "integer" } }, [
    ...ALWAYS,
    "descendants",
    "grants_revoked",
  ]),
  IntentPage: closed({ intents: { type: "array", items: ref("Intent") }, next_page_token: string }, ["intents"]),
};

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

const body = (name: string): JsonObject => ({
  requestBody: { required: true, content: { "application/json": { schema: ref(name) } } },
});
const query = (name: string, schema: JsonObject = string): JsonObject => ({ name, in: "query", schema });
const about = { parameters: [{ name: "id", in: "path", required: true, schema: string }] };

export function intentPaths(operation: Operation): JsonObject {
  return {
    "/v1/intents": {
      post: operation("issueIntent", "Issue an intent", ref("Intent"), body("IntentWish")),
      get: operation("listIntents", "Read intents, newest first", ref("IntentPage"), {
        parameters: [
          query("task"),
          query("status", { enum: [...INTENT_STATUSES] }),
          query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }),
          query("page_token"),
        ],
      }),
    },
    "/v1/intents/{id}": { get: operation("getIntent", "Read an intent", ref("Intent"), about) },
    "/v1/intents/{id}:derive": {
      post: operation("deriveIntent", "An intent for a part of the task: only narrower", ref("Intent"), {
        ...about,
        ...body("IntentDerivation"),
      }),
    },
    "/v1/intents/{id}:approve": {
      post: operation("approveIntent", "A person's yes to an intent that waits for it", ref("Intent"), about),
    },
    "/v1/intents/{id}:deny": { post: operation("denyIntent", "A person's no", ref("Intent"), about) },
    "/v1/intents/{id}:revoke": {
      post: operation(
        "revokeIntent",
        "End an intent, all that was derived from it, and their grants",
        ref("IntentRevocation"),
        about,
      ),
    },
  };
}
