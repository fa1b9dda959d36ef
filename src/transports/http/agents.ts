import type { AgentStatus } from "../../domain/agent.ts";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import {
  decodeAgentList,
  decodeAgentNote,
  decodeAgentsDue,
  decodeRegister,
  decodeUpdate,
} from "../native/decode-agent.ts";
import { encodeAgent, encodeAgents } from "../native/encode-agent.ts";
import { admit, bodyOf, idIn } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/agents` */
export function listAgents(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { filter, page } = decodeAgentList(request.query as JsonObject);
    return JSON.stringify(encodeAgents(await service.agents.list(filter, page, admission), page.size));
  };
}

/** `GET /v1/agents:due` */
export function listDueAgents(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { withinDays, page } = decodeAgentsDue(request.query as JsonObject);
    return JSON.stringify(encodeAgents(await service.agents.due(withinDays, page, admission), page.size));
  };
}

/** `POST /v1/agents` */
export function registerAgent(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { id, registration, note } = decodeRegister(parseStrictJson(bodyOf(request)));
    return JSON.stringify(encodeAgent(await service.agents.register(id, registration, note, admission)));
  };
}

/** `GET /v1/agents/{id}` */
export function getAgent(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    return JSON.stringify(encodeAgent(await service.agents.get(idIn(request), admission)));
  };
}

/** `PUT /v1/agents/{id}` */
export function updateAgent(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { registration, version, note } = decodeUpdate(parseStrictJson(bodyOf(request)));
    return JSON.stringify(
      encodeAgent(await service.agents.update(idIn(request), registration, version, note, admission)),
    );
  };
}

const ORDER = /^(.*):(suspend|resume|retire)$/s;

const STATUSES: Readonly<Record<string, AgentStatus>> = { suspend: "suspended", resume: "active", retire: "retired" };

/** `POST /v1/agents/{id}:suspend`, `:resume` and `:retire`. Ids have colons, so that the router does not take them apart. */
export function orderAgent(service: Service): Handler {
  return async (request) => {
    const [, id = "", order = ""] = ORDER.exec((request.params as { readonly id: string }).id) ?? [];
    const status = STATUSES[order];
    if (status === undefined) throw new WritError("not_found", "there is nothing at this path");
    const admission = await admit(service, request);
    const body = bodyOf(request);
    const note = decodeAgentNote(body.length === 0 ? undefined : parseStrictJson(body));
    return JSON.stringify(encodeAgent(await service.agents.order(decodeId(id, "/id"), status, note, admission)));
  };
}
