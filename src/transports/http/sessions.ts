import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { decodeId } from "../native/decode.ts";
import { decodeSessionList, decodeSessionOrder } from "../native/decode-session.ts";
import { encodeSession, encodeSessions } from "../native/encode-session.ts";
import { admit, bodyOf, idIn } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** `GET /v1/sessions` */
export function listSessions(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    const { filter, page } = decodeSessionList(request.query as JsonObject);
    return JSON.stringify(encodeSessions(await service.sessions.list(filter, page, admission), page.size));
  };
}

/** `GET /v1/sessions/{id}` */
export function getSession(service: Service): Handler {
  return async (request) => {
    const admission = await admit(service, request);
    return JSON.stringify(encodeSession(await service.sessions.get(idIn(request), admission)));
  };
}

const ORDER = /^(.*):(suspend|resume)$/s;

/** `POST /v1/sessions/{id}:suspend` and `:resume`. Ids may have colons, so that the router does not take them apart. */
export function orderSession(service: Service): Handler {
  return async (request) => {
    const [, text = "", what] = ORDER.exec((request.params as { readonly id: string }).id) ?? [];
    if (what !== "suspend" && what !== "resume") throw new WritError("not_found", "there is nothing at this path");
    const admission = await admit(service, request);
    const body = bodyOf(request);
    const order = decodeSessionOrder(body.length === 0 ? {} : parseStrictJson(body));
    return JSON.stringify(encodeSession(await service.sessions[what](decodeId(text, "/id"), order, admission)));
  };
}
