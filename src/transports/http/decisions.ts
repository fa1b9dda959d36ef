import type { FastifyRequest } from "fastify";
import type { Peer } from "../../domain/caller.ts";
import { invalidField, WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { Admission } from "../../domain/request.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Service } from "../../pipeline/service.ts";
import { asksOf } from "../native/access/access.ts";
import { httpAccess } from "../native/access/http.ts";
import { type BatchFailure, decodeBatchText } from "../native/batch.ts";
import { decodeDecisionRequest, decodeId } from "../native/decode.ts";
import { decodeListQuery } from "../native/decode-list.ts";
import { encodeBatchText, encodeDecisionText, encodePage, encodeStored } from "../native/encode.ts";
import { timed } from "../native/timed.ts";
import { chainOf } from "../native/tls.ts";
import { PROTOCOL } from "./errors.ts";
import type { Handler } from "./routes.ts";

/** The request's body as it came; a request without one has an empty one. */
export function bodyOf({ body }: FastifyRequest): Buffer {
  return (body as Buffer | undefined) ?? Buffer.alloc(0);
}

/** Where the path says all; a body may be absent or `{}`. @throws WritError invalid_argument */
export function refuseFields(body: Buffer): void {
  if (body.length === 0) return;
  const value = parseStrictJson(body);
  if (!isJsonObject(value) || Object.keys(value).length > 0) throw invalidField("", "must be an empty object");
}

export function admit(service: Service, request: FastifyRequest): Promise<Admission> {
  return service.admit(peerOf(request), PROTOCOL);
}

export function peerOf({ socket, headers, method, routeOptions }: FastifyRequest): Peer {
  const { authorization, traceparent } = headers;
  const certificates = chainOf(socket);
  return {
    address: socket.remoteAddress ?? "",
    ...(authorization === undefined ? {} : { authorization }),
    ...(certificates === undefined ? {} : { certificates }),
    ...(typeof traceparent === "string" ? { traceparent } : {}),
    ...asksOf(httpAccess(method, routeOptions.url ?? "")),
  };
}

export function idIn({ params }: FastifyRequest): string {
  return decodeId((params as { readonly id: string }).id, "/id");
}

declare module "fastify" {
  interface FastifyRequest {
    /** Of a request for decisions, since before its body was read. */
    admission: Admission | null;
  }
}

/** Who asks, and whether there is room: what has to come back is neither read nor parsed. */
export function expectDecisions(service: Service): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const admission = await admit(service, request);
    await service.expect(admission);
    request.admission = admission;
  };
}

/** The clock of a decision starts when its request is there: whoever sends it slowly gains no time. */
function admitted({ admission }: FastifyRequest): Admission {
  if (admission === null) throw new Error("a route for decisions without expectDecisions");
  return { ...admission, now_ms: Date.now() };
}

export function postDecision(service: Service): Handler {
  return async (request) => {
    const admission = admitted(request);
    const asked = timed(service, "decode", () => decodeDecisionRequest(parseStrictJson(bodyOf(request))));
    const decision = await service.decide(asked, admission);
    return timed(service, "encode", () => encodeDecisionText(decision));
  };
}

export function postBatch(service: Service): Handler {
  return async (request) => {
    const admission = admitted(request);
    const items = decodeBatchText(bodyOf(request));
    const answers = items.map(async (item) => {
      if ("error" in item) return refused(service, item);
      try {
        return await service.decide(item.request, admission);
      } catch (error) {
        if (!(error instanceof WritError)) throw error;
        return refused(service, { request_id: item.request.request_id, error });
      }
    });
    return encodeBatchText(await Promise.all(answers));
  };
}

function refused(service: Service, failure: BatchFailure): BatchFailure {
  service.refused(failure.error.code, PROTOCOL);
  return failure;
}

export function getDecision(service: Service): Handler {
  return async (request) =>
    JSON.stringify(encodeStored(await service.get(idIn(request), await admit(service, request))));
}

/** `GET /v1/decisions/{id}/trail` */
export function getTrail(service: Service): Handler {
  return async (request) => JSON.stringify(await service.trail(idIn(request), await admit(service, request)));
}

export function listDecisions(service: Service): Handler {
  return async (request) => {
    const { filter, page } = decodeListQuery(request.query as JsonObject);
    return JSON.stringify(encodePage(await service.list(filter, page, await admit(service, request)), page.size));
  };
}
