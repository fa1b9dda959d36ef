import { DIGEST } from "../../../domain/digest.ts";
import { GRANT_KINDS, GRANT_STATES } from "../../../domain/grant.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../../domain/limits.ts";

// What becomes of grants, in OpenAPI 3.1.

const string = { type: "string" };
const strings = { type: "array", items: string };
const time = { type: "string", format: "date-time" };
const integer = { type: "integer" };
const kind = { enum: [...GRANT_KINDS] };
const legacy = { const: true, description: "A long-lived key stands behind it." };

function object(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: "object", properties, required: [...required], additionalProperties: false };
}

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** What every answer about a grant has, and what only some have. */
const GRANT = {
  always: {
    id: string, state: { enum: [...GRANT_STATES] }, decision_id: string, agent: string, on_behalf_of: string, task: string,
    intent: string, session: string, session_epoch: integer, audience: string, kind, template: string, action_digest: string,
    single_use: { type: "boolean" }, issued_at: time, expires_at: time, credential_ttl_s: integer,
    delivery: { enum: ["answer", "exchange"] }, redemptions: integer,
  }, // biome-ignore format: one list
  sometimes: {
    reference: string,
    legacy,
    exchanged_at: time,
    revoked: object({ reason: string, at: time }, ["reason", "at"]),
  },
};

const TAKEN = { id: string, redeemer: string, at: time, secret_ref: string, credential_expires_at: time };
const REFUSED = { caller: string, reason: string, count: integer, first_at: time, last_at: time };
const listOf = (properties: JsonObject): JsonObject => ({
  type: "array",
  items: object(properties, Object.keys(properties)),
});

const REDEEMED = {
  grant_id: string, redemption_id: string, decision_id: string, redeemed_at: time, agent: string, on_behalf_of: string, task: string,
  audience: string, kind, template: string, scopes: strings,
  action: object(
    { verb: string, resource: { type: "object" }, destinations: { type: "array", items: { type: "object" } }, digest: string },
    ["verb", "destinations", "digest"],
  ),
  credential_ttl_s: integer, credential_expires_at: time, expires_at: time,
}; // biome-ignore format: one list

export const GRANT_SCHEMAS: JsonObject = {
  RedeemRequest: object(
    {
      token: string,
      action_digest: { type: "string", pattern: DIGEST.source },
      secret_ref: { type: "string", maxLength: MAX_ID_CHARS, description: "Where the secret is, never the secret." },
      proof: object({ token: string, method: string, uri: string, certificate: string }, []),
    },
    ["token"],
  ),
  Redeemed: object({ ...REDEEMED, reference: string, role: string, mount: string, legacy }, Object.keys(REDEEMED)),
  StoredGrant: object({ ...GRANT.always, ...GRANT.sometimes }, Object.keys(GRANT.always)),
  GrantHistory: object({ ...GRANT.always, ...GRANT.sometimes, redeemed: listOf(TAKEN), refused: listOf(REFUSED) }, [
    ...Object.keys(GRANT.always),
    "redeemed",
    "refused",
  ]),
  GrantPage: object({ grants: { type: "array", items: ref("StoredGrant") }, next_page_token: string }, [
    "grants",
    "next_page_token",
  ]),
  OAuthError: object({ error: string, error_description: string }, ["error", "error_description"]),
};

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

/** An operation of OAuth: a form, and errors of its own (RFC 6749 section 5.2). */
function oauth(
  operation: Operation,
  id: string,
  summary: string,
  fields: JsonObject,
  required: readonly string[],
): JsonObject {
  const form = { type: "object", properties: fields, required: [...required] };
  const { responses, ...rest } = operation(
    id,
    summary,
    { type: "object" },
    {
      requestBody: { required: true, content: { "application/x-www-form-urlencoded": { schema: form } } },
    },
  ) as { responses: JsonObject } & JsonObject;
  const problem = {
    description: "RFC 6749 section 5.2",
    content: { "application/json": { schema: ref("OAuthError") } },
  };
  return { ...rest, responses: { ...responses, default: problem } };
}

export function grantPaths(operation: Operation): JsonObject {
  const idParameter = { name: "id", in: "path", required: true, schema: string };
  const query = (name: string, schema: JsonObject = string): JsonObject => ({ name, in: "query", schema });
  const body = { required: true, content: { "application/json": { schema: ref("RedeemRequest") } } };
  const token = { token: string };
  return {
    "/v1/grants": {
      get: operation("listGrants", "Grants, newest first", ref("GrantPage"), {
        parameters: [
          ...["agent", "task", "audience"].map((name) => query(name)),
          query("kind", kind),
          query("state", { enum: [...GRANT_STATES] }),
          query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }),
          query("page_token"),
        ],
      }),
    },
    "/v1/grants:legacy": {
      get: operation(
        "listLegacy",
        "Grants of long-lived keys, by reference",
        { type: "object" },
        {
          parameters: [query("days", { type: "integer", minimum: 1 })],
        },
      ),
    },
    "/v1/grants/{id}": {
      get: operation("getGrant", "A grant and what became of it", ref("GrantHistory"), { parameters: [idParameter] }),
    },
    "/v1/grants/{id}:redeem": {
      post: operation("redeemGrant", "Take a grant: what may be issued for it, once", ref("Redeemed"), {
        parameters: [idParameter],
        requestBody: body,
      }),
    },
    "/v1/grants/{id}:revoke": {
      post: operation("revokeGrant", "End a grant", { type: "object" }, { parameters: [idParameter] }),
    },
    "/oauth2/introspect": {
      post: oauth(operation, "introspect", "Whether a grant is alive (RFC 7662)", token, ["token"]),
    },
    "/oauth2/revoke": { post: oauth(operation, "revoke", "End a grant (RFC 7009)", token, ["token"]) },
    "/oauth2/token": {
      post: oauth(
        operation,
        "exchange",
        "An agent's token and a decision for its grant (RFC 8693)",
        {
          grant_type: string,
          subject_token: string,
          subject_token_type: string,
          decision_id: string,
          audience: string,
        },
        ["grant_type", "subject_token", "subject_token_type", "decision_id"],
      ),
    },
  };
}
