import { UNREADY } from "../../domain/health.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Service } from "../../pipeline/service.ts";
import { peerOf } from "./decisions.ts";
import { PROTOCOL } from "./errors.ts";
import { OPENAPI } from "./openapi/document.ts";
import type { Handler } from "./routes.ts";

/** Brokers may keep a key set for as long as it takes a new key to be used. */
const PUBLIC_MAX_AGE_S = 300;

const OPENAPI_TEXT = JSON.stringify(OPENAPI);

export function publicDocument(document: () => JsonObject): Handler {
  return async (_, reply) => {
    reply.header("cache-control", `public, max-age=${PUBLIC_MAX_AGE_S}`);
    return JSON.stringify(document());
  };
}

export const openapi: Handler = async () => OPENAPI_TEXT;

export function readiness(service: Service): Handler {
  return async (_, reply) => {
    const unready = service.unready();
    if (unready.length === 0) return '{"status":"ready"}';
    reply.code(503);
    const reasons = unready.map((code) => ({ code, message: UNREADY[code] }));
    return JSON.stringify({ status: "not ready", reasons });
  };
}

export function metrics(service: Service): Handler {
  return async (request, reply) => {
    const { contentType, text } = await service.operator.metrics(peerOf(request), PROTOCOL);
    reply.type(contentType);
    return text;
  };
}
