import { DIGEST } from "../../../domain/digest.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_PAGE_SIZE } from "../../../domain/limits.ts";
import { agentPaths } from "./agents.ts";
import { approvalPaths } from "./approvals.ts";
import { debugPaths } from "./debug.ts";
import { grantPaths } from "./grants.ts";
import { intentPaths } from "./intents.ts";
import { ref, SCHEMAS } from "./schemas.ts";
import { sessionPaths } from "./sessions.ts";

const json = (schema: JsonObject): JsonObject => ({ content: { "application/json": { schema } } });
const problem: JsonObject = {
  description: "The request could not be read, or not be answered now",
  content: { "application/problem+json": { schema: ref("Problem") } },
};

/** An operation whose answer is one schema, or a problem. */
function operation(id: string, summary: string, answer: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    operationId: id,
    summary,
    responses: { "200": { description: "The answer", ...json(answer) }, default: problem },
    ...more,
  };
}

const body = (name: string): JsonObject => ({ requestBody: { required: true, ...json(ref(name)) } });
const idParameter = { name: "id", in: "path", required: true, schema: { type: "string" } };
const query = (name: string, schema: JsonObject = { type: "string" }): JsonObject => ({ name, in: "query", schema });

const LIST_PARAMETERS = [
  ...["agent", "session", "task", "effect", "verb", "tool", "reason", "request_id"].map((name) => query(name)),
  query("from", { type: "string", format: "date-time" }),
  query("to", { type: "string", format: "date-time" }),
  query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }),
  query("page_token"),
];

const listed: JsonObject = {
  responses: {
    "200": { description: "A JWT", content: { "application/writ-revocations+jwt": { schema: { type: "string" } } } },
    "304": { description: "The list that the ETag names" },
    default: problem,
  },
};

const anyObject = { type: "object" };
const note: JsonObject = { requestBody: { required: false, ...json(ref("OrderNote")) } };

/** What `/openapi.json` answers: OpenAPI 3.1. */
export const OPENAPI: JsonObject = {
  openapi: "3.1.0",
  info: {
    title: "Writ",
    version: "1",
    description: "Decides whether the tool calls of AI agents may run.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  paths: {
    "/v1/decisions": {
      post: operation("decide", "May this tool call run?", ref("Decision"), body("DecisionRequest")),
      get: operation("listDecisions", "Read decisions back, newest first", ref("Page"), {
        parameters: LIST_PARAMETERS,
      }),
    },
    "/v1/decisions:batch": {
      post: operation(
        "decideBatch",
        "Many at once; one answer each, in order",
        ref("BatchAnswer"),
        body("BatchRequest"),
      ),
    },
    "/v1/decisions/{id}": {
      get: operation("getDecision", "Read one decision back", ref("StoredDecision"), { parameters: [idParameter] }),
    },
    "/v1/decisions/{id}/trail": {
      get: operation("getTrail", "All that is known of one decision, as a timeline", ref("Trail"), {
        parameters: [idParameter],
      }),
    },
    "/v1/decisions/{id}/outcome": {
      post: operation("reportOutcome", "Say what became of the call", anyObject, {
        parameters: [idParameter],
        ...body("OutcomeReport"),
      }),
    },
    "/v1/tasks/{id}:complete": {
      post: operation("completeTask", "End a task: revoke its grants, close its sessions", anyObject, {
        parameters: [idParameter],
      }),
    },
    ...debugPaths(operation),
    ...agentPaths(operation),
    ...grantPaths(operation),
    ...approvalPaths(operation),
    ...intentPaths(operation),
    ...sessionPaths(operation),
    "/v1/bundles": {
      get: operation("listBundles", "Which policy bundles are in use, on record and refused", anyObject),
    },
    "/v1/bundles:compare": {
      get: operation("compareBundles", "How a candidate judges differently", anyObject, {
        parameters: [query("candidate", { type: "string", pattern: DIGEST.source })],
      }),
    },
    "/v1/bundles/{id}:activate": {
      post: operation("activateBundle", "Use this bundle until the source offers a new one", anyObject, {
        parameters: [idParameter],
        ...note,
      }),
    },
    "/v1/bundles/{id}:pin": {
      post: operation("pinBundle", "Use this bundle until it is unpinned", anyObject, {
        parameters: [idParameter],
        ...note,
      }),
    },
    "/v1/bundles:rollback": {
      post: operation("rollbackBundle", "Use the bundle that was in use before", anyObject, note),
    },
    "/v1/bundles:unpin": {
      post: operation("unpinBundle", "Use what the source offers again", anyObject, note),
    },
    "/v1/keys": { get: operation("listKeys", "Which keys sign, will sign, or only verify", anyObject) },
    "/v1/keys:rotate": {
      post: operation("rotateKeys", "Publish the next signing keys", anyObject, {
        requestBody: { required: false, ...json(ref("KeyRotation")) },
      }),
    },
    "/v1/keys:rewrap": {
      post: operation("rewrapKeys", "Seal all signing keys with the present key encryption key", anyObject),
    },
    "/v1/keys/{id}:revoke": {
      post: operation("revokeKey", "In an emergency: end a signing key and the grants that it signed", anyObject, {
        parameters: [idParameter],
      }),
    },
    "/v1/events": {
      get: operation("listEvents", "What subscribers have not been told yet, and what was given up", anyObject),
    },
    "/.well-known/writ-revocations": {
      get: { operationId: "revocations", summary: "The signed list of living grants that are revoked", ...listed },
    },
    "/.well-known/writ-revocations/{tenant}": {
      get: {
        operationId: "revocationsOfTenant",
        summary: "That of any tenant",
        parameters: [{ name: "tenant", in: "path", required: true, schema: { type: "string" } }],
        ...listed,
      },
    },
    "/.well-known/openid-configuration": { get: operation("discovery", "How grants are verified", anyObject) },
    "/.well-known/jwks.json": { get: operation("keys", "The public keys of grants", anyObject) },
    "/healthz": { get: operation("health", "Whether the process answers", anyObject) },
    "/startupz": { get: operation("startup", "Whether the service has started", anyObject) },
    "/readyz": { get: operation("readiness", "Whether decisions can be made and recorded", anyObject) },
  },
  components: { schemas: SCHEMAS },
};
