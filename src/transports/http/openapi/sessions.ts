import type { JsonObject } from "../../../domain/json.ts";
import { MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../../domain/limits.ts";
import { SESSION_STATES } from "../../../domain/session-state.ts";

// Sessions in OpenAPI 3.1.

const string = { type: "string" };
const strings = { type: "array", items: string };
const count = { type: "integer", minimum: 0 };
const counts = { type: "object", additionalProperties: count };
const time = { type: "string", format: "date-time" };
const id = { type: "string", minLength: 1, maxLength: MAX_ID_CHARS };
const state = { enum: [...SESSION_STATES] };

const closed = (properties: JsonObject, required: string[]): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const counted: JsonObject = {
  calls: count,
  by_verb: counts,
  by_tool: counts,
  spent: { type: "object", additionalProperties: string, description: "Exact decimal by currency." },
  records: count,
  destinations: count,
};
const window = closed(counted, Object.keys(counted));

const seen: JsonObject = {
  id: string,
  state,
  epoch: count,
  task: string,
  began_at: time,
  ...counted,
  windows: closed({ minute: window, hour: window, day: window }, ["minute", "hour", "day"]),
  in_flight: count,
  in_flight_by_verb: counts,
  in_flight_by_tool: counts,
  labels: strings,
  sources: {
    type: "object",
    additionalProperties: closed({ decision_id: string, tool: string, at: time }, ["decision_id", "tool", "at"]),
    description: "By label, the call that set it first.",
  },
  denials: { ...count, description: "Calls that policy refused since the last one that went on." },
  unknown_tools: count,
  risk: count,
};

const began: JsonObject = { agent: string, intent: string, catalogue: string, environment: string };
const order: JsonObject = { at: time, by: string, reason: string };

export const SESSION_SCHEMAS: JsonObject = {
  SessionOrder: closed({ reason: { type: "string", minLength: 1, maxLength: 500 }, by: id }, ["reason"]),
  Session: closed(
    {
      ...seen,
      ...began,
      suspended: closed({ ...order, decision_id: string }, ["at", "by", "reason"]),
      resumed: closed(order, ["at", "by", "reason"]),
      grants_revoked: count,
    },
    Object.keys(seen),
  ),
  SessionPage: closed(
    { sessions: { type: "array", items: { $ref: "#/components/schemas/Session" } }, next_page_token: string },
    ["sessions", "next_page_token"],
  ),
};

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const query = (name: string, schema: JsonObject = string): JsonObject => ({ name, in: "query", schema });
const path: JsonObject = {
  name: "id",
  in: "path",
  required: true,
  schema: string,
  description: "The gateway's name of it, its colons and slashes percent-encoded.",
};
const body: JsonObject = {
  requestBody: { required: true, content: { "application/json": { schema: ref("SessionOrder") } } },
};

export function sessionPaths(operation: Operation): JsonObject {
  return {
    "/v1/sessions": {
      get: operation("listSessions", "Sessions, the newest beginnings first", ref("SessionPage"), {
        parameters: [
          query("agent"),
          query("task"),
          query("state", state),
          query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }),
          query("page_token"),
        ],
      }),
    },
    "/v1/sessions/{id}": {
      get: operation("getSession", "One session as policy would see it now", ref("Session"), { parameters: [path] }),
    },
    "/v1/sessions/{id}:suspend": {
      post: operation("suspendSession", "Stop a session, and revoke its grants", ref("Session"), {
        parameters: [path],
        ...body,
      }),
    },
    "/v1/sessions/{id}:resume": {
      post: operation("resumeSession", "Let a suspended session go on", ref("Session"), {
        parameters: [path],
        ...body,
      }),
    },
  };
}
