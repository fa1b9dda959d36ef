import type { Service } from "../../pipeline/service.ts";
import { encodeEvents } from "../native/encode-keys.ts";
import { admit } from "./decisions.ts";
import type { Handler } from "./routes.ts";

/** A verifier that keeps the list for longer lets in what was revoked meanwhile. */
const MAX_AGE_S = 5;

/** `GET /.well-known/writ-revocations`, and behind it the name of any tenant but the first: for everybody, like the key set. */
export function revocationList(service: Service): Handler {
  return async (request, reply) => {
    const { token, digest } = await service.events.revocationList(tenantIn(request.params));
    // Weak: another replica's list of the same entries has another signature (RFC 9110 section 8.8.1).
    const etag = `W/"${digest}"`;
    reply.header("cache-control", `public, max-age=${MAX_AGE_S}`).header("etag", etag);
    if (isKnown(request.headers["if-none-match"], etag)) {
      reply.code(304);
      return "";
    }
    reply.type("application/writ-revocations+jwt");
    return token;
  };
}

function tenantIn(params: unknown): string {
  const { tenant } = params as { readonly tenant?: string };
  return tenant ?? "";
}

/** RFC 9110 section 13.1.2: a list, compared weakly. */
function isKnown(field: string | undefined, etag: string): boolean {
  if (field === undefined) return false;
  const opaque = etag.slice("W/".length);
  return field.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === opaque);
}

/** `GET /v1/events` */
export function listEvents(service: Service): Handler {
  return async (request) => JSON.stringify(encodeEvents(await service.events.overview(await admit(service, request))));
}
