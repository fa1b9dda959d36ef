import type { MessageInitShape } from "@bufbuild/protobuf";
import { toJson } from "@bufbuild/protobuf";
import {
  type AgentRegistrationSchema,
  GetAgentRequestSchema,
  GetAgentResponseSchema,
  ListAgentsRequestSchema,
  ListAgentsResponseSchema,
  ListDueAgentsRequestSchema,
  ListDueAgentsResponseSchema,
  RegisterAgentRequestSchema,
  RegisterAgentResponseSchema,
  type RegisteredAgent,
  RegisteredAgentSchema,
  ResumeAgentRequestSchema,
  ResumeAgentResponseSchema,
  RetireAgentRequestSchema,
  RetireAgentResponseSchema,
  SuspendAgentRequestSchema,
  SuspendAgentResponseSchema,
  UpdateAgentRequestSchema,
  UpdateAgentResponseSchema,
} from "../../../src/gen/writ/v1/agent_pb.ts";
import { grpcClient, type Json } from "../../../tools/grpc-client.ts";
import { type Said, said } from "../contract/clients.ts";

/** The registry of agents over one protocol, in the words of its HTTP JSON. */
export interface AgentClient {
  readonly protocol: string;
  register(body: Json): Promise<Said>;
  update(id: string, body: Json): Promise<Said>;
  get(id: string): Promise<Said>;
  list(query: Record<string, string>): Promise<Said>;
  due(query: Record<string, string>): Promise<Said>;
  order(id: string, order: "suspend" | "resume" | "retire", note: Json): Promise<Said>;
  close(): void;
}

export function httpAgents(http: string): AgentClient {
  const ask = async (path: string, body?: Json, method = "POST"): Promise<Said> => {
    const response = await fetch(`${http}/v1/agents${path}`, {
      ...(body === undefined ? {} : { method, body: JSON.stringify(body) }),
      headers: { "content-type": "application/json" },
    });
    const json = (await response.json()) as Json;
    if (response.ok) return { answer: json };
    const errors = (json["errors"] ?? []) as readonly { readonly pointer: string }[];
    return { refused: { code: json["code"] as string, pointers: errors.map(({ pointer }) => pointer) } };
  };
  return {
    protocol: "HTTP",
    register: (body) => ask("", body),
    update: (id, body) => ask(`/${encodeURIComponent(id)}`, body, "PUT"),
    get: (id) => ask(`/${encodeURIComponent(id)}`),
    list: (query) => ask(`?${new URLSearchParams(query)}`),
    due: (query) => ask(`:due?${new URLSearchParams(query)}`),
    order: (id, order, note) => ask(`/${encodeURIComponent(id)}:${order}`, note),
    close: () => {},
  };
}

const SERVICE = "/writ.v1.AgentService";

export function grpcAgents(address: string): AgentClient {
  const { call, close } = grpcClient(address);
  return {
    protocol: "gRPC",
    register: ({ id, reason, by, ...registration }) =>
      said(async () => {
        const message = { id: id as string, registration: registrationOf(registration), note: noteOf({ reason, by }) };
        const path = `${SERVICE}/RegisterAgent`;
        return agentOf((await call(path, RegisterAgentRequestSchema, message, RegisterAgentResponseSchema)).agent);
      }),
    update: (id, { reason, by, version, ...registration }) =>
      said(async () => {
        const versioned = version === undefined ? {} : { version: BigInt(version as number) };
        const message = { id, registration: registrationOf(registration), note: noteOf({ reason, by }), ...versioned };
        const path = `${SERVICE}/UpdateAgent`;
        return agentOf((await call(path, UpdateAgentRequestSchema, message, UpdateAgentResponseSchema)).agent);
      }),
    get: (id) =>
      said(async () => {
        const found = await call(`${SERVICE}/GetAgent`, GetAgentRequestSchema, { id }, GetAgentResponseSchema);
        const events = found.events.map(({ action, by, reason, at, changed }) => ({ action, by, reason, at, changed }));
        return { ...agentOf(found.agent), events };
      }),
    list: ({ page_size, page_token, ...query }) =>
      said(async () => {
        const message = { ...query, ...pageOf(page_size, page_token) };
        const page = await call(`${SERVICE}/ListAgents`, ListAgentsRequestSchema, message, ListAgentsResponseSchema);
        return { agents: page.agents.map(agentOf), next_page_token: page.nextPageToken };
      }),
    due: ({ page_size, page_token, ...query }) =>
      said(async () => {
        const message = { ...query, ...pageOf(page_size, page_token) };
        const path = `${SERVICE}/ListDueAgents`;
        const page = await call(path, ListDueAgentsRequestSchema, message, ListDueAgentsResponseSchema);
        return { agents: page.agents.map(agentOf), next_page_token: page.nextPageToken };
      }),
    order: (id, order, note) =>
      said(async () => {
        const message = { id, note: noteOf(note) };
        if (order === "resume") {
          const path = `${SERVICE}/ResumeAgent`;
          const found = await call(path, ResumeAgentRequestSchema, message, ResumeAgentResponseSchema);
          return { ...agentOf(found.agent), grants_revoked: 0 };
        }
        const found =
          order === "suspend"
            ? await call(`${SERVICE}/SuspendAgent`, SuspendAgentRequestSchema, message, SuspendAgentResponseSchema)
            : await call(`${SERVICE}/RetireAgent`, RetireAgentRequestSchema, message, RetireAgentResponseSchema);
        return { ...agentOf(found.agent), grants_revoked: found.grantsRevoked };
      }),
    close,
  };
}

function pageOf(size: string | undefined, token: string | undefined) {
  return {
    ...(size === undefined ? {} : { pageSize: Number(size) }),
    ...(token === undefined ? {} : { pageToken: token }),
  };
}

function noteOf({ reason, by }: Json) {
  return {
    ...(reason === undefined ? {} : { reason: reason as string }),
    ...(by === undefined ? {} : { by: by as string }),
  };
}

const LISTS = ["verbs", "audiences", "resources", "destinations"];

/** snake_case JSON as the init of a message: lists of names in their wrapper. */
function registrationOf(json: Json): MessageInitShape<typeof AgentRegistrationSchema> {
  const { envelope, ...fields } = json;
  const init = wrapped(fields, LISTS);
  if (envelope !== undefined) init["envelope"] = wrapped(envelope as Json, ["resources", "destinations"]);
  return init as MessageInitShape<typeof AgentRegistrationSchema>;
}

function wrapped(json: Json, lists: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      lists.includes(key) ? { values: value } : value,
    ]),
  );
}

/** The agent as HTTP would have said it. */
function agentOf(agent: RegisteredAgent | undefined): Json {
  if (agent === undefined) throw new Error("the answer has no agent");
  const json = toJson(RegisteredAgentSchema, agent, { useProtoFieldName: true, alwaysEmitImplicit: true }) as Json;
  const { registration, bundle, version, registered_at, registered_by, updated_at, updated_by, ...rest } = json;
  const record = { version: Number(version), registered_at, registered_by, updated_at, updated_by };
  return {
    ...rest,
    ...(registration === undefined ? {} : unwrapped(registration as Json)),
    ...(bundle === undefined ? {} : { bundle: unwrapped(bundle as Json) }),
    ...(version === "0" ? {} : record),
  };
}

function unwrapped(value: unknown): Json {
  return Object.fromEntries(
    Object.entries(value as Json).map(([key, inner]) => {
      if (LISTS.includes(key) && !Array.isArray(inner)) return [key, (inner as Json)["values"]];
      return [key, key === "envelope" ? unwrapped(inner) : inner];
    }),
  );
}
