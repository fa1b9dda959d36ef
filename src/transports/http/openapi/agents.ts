import { AGENT_ACTIONS, AGENT_STATUSES } from "../../../domain/agent.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../../domain/limits.ts";
import { TIERS } from "../../../domain/vocabulary.ts";

// The registry of agents in OpenAPI 3.1.

const string = { type: "string" };
const strings = { type: "array", items: string };
const time = { type: "string", format: "date-time" };
const day = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$", description: "A day, UTC." };
const tier = { enum: [...TIERS] };
const id = { type: "string", minLength: 1, maxLength: MAX_ID_CHARS };
const status = { enum: [...AGENT_STATUSES] };

const envelope: JsonObject = {
  type: "object",
  description: "What it may do without an intent.",
  properties: {
    verbs: strings,
    max_tier: tier,
    resources: strings,
    destinations: strings,
    max_amount: string,
    currency: string,
    max_calls: { type: "integer", minimum: 0 },
  },
  required: ["verbs"],
  additionalProperties: false,
};

const registration: JsonObject = {
  owner: { ...string, description: "A person or a team." },
  purpose: string,
  labels: { type: "object", description: "For policies; over those of the agent's token." },
  max_tier: { ...tier, description: "The highest tier of anything that it does, with an intent as well." },
  verbs: { ...strings, description: "All that it may do, with an intent as well: verbs, or file.* and the like." },
  audiences: { ...strings, description: "For which audiences it gets grants." },
  envelope,
  review_at: day,
};

const note: JsonObject = { reason: { type: "string", maxLength: 500 }, by: id };

const closed = (properties: JsonObject, required: string[]): JsonObject => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

export const AGENT_SCHEMAS: JsonObject = {
  AgentNote: closed(note, []),
  AgentRegister: closed({ id, ...registration, ...note }, ["id"]),
  AgentUpdate: closed({ ...registration, ...note, version: { type: "integer", minimum: 1 } }, []),
  Agent: closed(
    {
      id: string,
      source: { enum: ["api", "bundle", "none"] },
      status: {
        ...string,
        description: `${AGENT_STATUSES.join(", ")}, or what else a bundle says; only active may act.`,
      },
      ...registration,
      bundle: { type: "object", description: "What the bundle says beside a registration by the API." },
      due: { type: "array", items: { enum: ["owner_missing", "review_due", "review_overdue"] } },
      version: { type: "integer" },
      registered_at: time,
      registered_by: string,
      updated_at: time,
      updated_by: string,
      order: closed({ status, by: string, reason: string, at: time }, ["status", "by", "reason", "at"]),
      grants_revoked: { type: "integer" },
      events: {
        type: "array",
        items: closed(
          { action: { enum: [...AGENT_ACTIONS] }, by: string, reason: string, at: time, changed: strings },
          ["action", "by", "reason", "at", "changed"],
        ),
      },
    },
    ["id", "source", "status", "due"],
  ),
  AgentPage: closed(
    { agents: { type: "array", items: { $ref: "#/components/schemas/Agent" } }, next_page_token: string },
    ["agents", "next_page_token"],
  ),
};

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const body = (name: string, required = true): JsonObject => ({
  requestBody: { required, content: { "application/json": { schema: ref(name) } } },
});
const query = (name: string, schema: JsonObject = string): JsonObject => ({ name, in: "query", schema });
const path: JsonObject = {
  name: "id",
  in: "path",
  required: true,
  schema: string,
  description: "A URI, its colons and slashes percent-encoded.",
};
const PAGE = [query("page_size", { type: "integer", minimum: 1, maximum: MAX_PAGE_SIZE }), query("page_token")];

export function agentPaths(operation: Operation): JsonObject {
  const order = (name: string, summary: string) => ({
    post: operation(name, summary, ref("Agent"), { parameters: [path], ...body("AgentNote", false) }),
  });
  return {
    "/v1/agents": {
      get: operation("listAgents", "Agents of the API and of the bundle, in the order of their ids", ref("AgentPage"), {
        parameters: [query("status", status), query("owner"), ...PAGE],
      }),
      post: operation("registerAgent", "Register an agent", ref("Agent"), body("AgentRegister")),
    },
    "/v1/agents:due": {
      get: operation("listDueAgents", "Agents without an owner, or whose review is due", ref("AgentPage"), {
        parameters: [query("within", { type: "string", pattern: "^\\d{1,4}d$" }), ...PAGE],
      }),
    },
    "/v1/agents/{id}": {
      get: operation("getAgent", "One agent and its history", ref("Agent"), { parameters: [path] }),
      put: operation("updateAgent", "Replace an agent's registration", ref("Agent"), {
        parameters: [path],
        ...body("AgentUpdate"),
      }),
    },
    "/v1/agents/{id}:suspend": order("suspendAgent", "Stop an agent everywhere, and revoke its grants"),
    "/v1/agents/{id}:resume": order("resumeAgent", "Let a suspended agent act again"),
    "/v1/agents/{id}:retire": order("retireAgent", "Stop an agent for ever, and revoke its grants"),
  };
}
