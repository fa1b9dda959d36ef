import { create } from "@bufbuild/protobuf";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import {
  GetAgentRequestSchema,
  GetAgentResponseSchema,
  ListAgentsRequestSchema,
  ListAgentsResponseSchema,
  ListDueAgentsRequestSchema,
  ListDueAgentsResponseSchema,
  RegisterAgentRequestSchema,
  RegisterAgentResponseSchema,
  ResumeAgentRequestSchema,
  ResumeAgentResponseSchema,
  RetireAgentRequestSchema,
  RetireAgentResponseSchema,
  SuspendAgentRequestSchema,
  SuspendAgentResponseSchema,
  UpdateAgentRequestSchema,
  UpdateAgentResponseSchema,
} from "../../gen/writ/v1/agent_pb.ts";
import type { AgentView } from "../../pipeline/agent-commands.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import {
  decodeAgentList,
  decodeAgentNote,
  decodeAgentsDue,
  decodeRegister,
  decodeUpdate,
} from "../native/decode-agent.ts";
import { nextAgentPage } from "../native/encode-agent.ts";
import { readMessage, refuseUnknown, writeMessage } from "../native/messages.ts";
import { admit } from "./admit.ts";
import { toAgentListJson, toAgentNoteJson, toAgentsDueJson, toRegisterJson, toUpdateJson } from "./decode-agent.ts";
import { agentMessage, eventInit } from "./encode-agent.ts";
import { unary } from "./unary.ts";

/** The registry of agents over gRPC: what HTTP says, in messages. */
export function agentService(service: Service): UntypedServiceImplementation {
  return { ...reading(service), ...changing(service), ...ordering(service) };
}

function reading(service: Service): UntypedServiceImplementation {
  return {
    ListAgents: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const { filter, page } = decodeAgentList(toAgentListJson(readMessage(ListAgentsRequestSchema, bytes)));
      const found = await service.agents.list(filter, page, admission);
      return writeMessage(ListAgentsResponseSchema, create(ListAgentsResponseSchema, pageInit(found, page.size)));
    }),
    ListDueAgents: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const { withinDays, page } = decodeAgentsDue(toAgentsDueJson(readMessage(ListDueAgentsRequestSchema, bytes)));
      const found = await service.agents.due(withinDays, page, admission);
      return writeMessage(ListDueAgentsResponseSchema, create(ListDueAgentsResponseSchema, pageInit(found, page.size)));
    }),
    GetAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const message = readMessage(GetAgentRequestSchema, bytes);
      refuseUnknown("", message);
      const { events, ...agent } = await service.agents.get(decodeId(message.id, "/id"), admission);
      const answer = create(GetAgentResponseSchema, { agent: agentMessage(agent), events: events.map(eventInit) });
      return writeMessage(GetAgentResponseSchema, answer);
    }),
  };
}

function changing(service: Service): UntypedServiceImplementation {
  return {
    RegisterAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const { id, registration, note } = decodeRegister(toRegisterJson(readMessage(RegisterAgentRequestSchema, bytes)));
      const agent = agentMessage(await service.agents.register(id, registration, note, admission));
      return writeMessage(RegisterAgentResponseSchema, create(RegisterAgentResponseSchema, { agent }));
    }),
    UpdateAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const message = readMessage(UpdateAgentRequestSchema, bytes);
      const { registration, version, note } = decodeUpdate(toUpdateJson(message));
      const id = decodeId(message.id, "/id");
      const agent = agentMessage(await service.agents.update(id, registration, version, note, admission));
      return writeMessage(UpdateAgentResponseSchema, create(UpdateAgentResponseSchema, { agent }));
    }),
  };
}

function ordering(service: Service): UntypedServiceImplementation {
  return {
    SuspendAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const message = readMessage(SuspendAgentRequestSchema, bytes);
      const note = decodeAgentNote(toAgentNoteJson(message));
      const found = await service.agents.order(decodeId(message.id, "/id"), "suspended", note, admission);
      return writeMessage(SuspendAgentResponseSchema, create(SuspendAgentResponseSchema, stoppedInit(found)));
    }),
    ResumeAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const message = readMessage(ResumeAgentRequestSchema, bytes);
      const note = decodeAgentNote(toAgentNoteJson(message));
      const agent = agentMessage(await service.agents.order(decodeId(message.id, "/id"), "active", note, admission));
      return writeMessage(ResumeAgentResponseSchema, create(ResumeAgentResponseSchema, { agent }));
    }),
    RetireAgent: unary(service, async (bytes, call) => {
      const admission = await admit(service, call);
      const message = readMessage(RetireAgentRequestSchema, bytes);
      const note = decodeAgentNote(toAgentNoteJson(message));
      const found = await service.agents.order(decodeId(message.id, "/id"), "retired", note, admission);
      return writeMessage(RetireAgentResponseSchema, create(RetireAgentResponseSchema, stoppedInit(found)));
    }),
  };
}

function pageInit(found: readonly AgentView[], size: number) {
  return { agents: found.map(agentMessage), nextPageToken: nextAgentPage(found, size) };
}

function stoppedInit({ grants_revoked, ...agent }: AgentView & { readonly grants_revoked: number }) {
  return { agent: agentMessage(agent), grantsRevoked: grants_revoked };
}
