import type { JsonObject } from "../../domain/json.ts";
import type { Service } from "../../pipeline/service.ts";
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
    if (service.ready()) return '{"status":"ready"}';
    reply.code(503);
    return '{"status":"not ready"}';
  };
}

export function metrics(service: Service): Handler {
  return async (_, reply) => {
    const { contentType, text } = await service.metrics();
    reply.type(contentType);
    return text;
  };
}
