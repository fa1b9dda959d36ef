import type { JsonObject, JsonValue } from "../../domain/json.ts";

/** What is known of a body, and in which form. */
export type HttpBody =
  | { readonly kind: "none" }
  /** The gateway shows none; unless the head says that it is `there`, nobody knows whether there is one. */
  | { readonly kind: "unseen"; readonly there?: true }
  | { readonly kind: "json" | "form"; readonly value: JsonValue }
  /** `unsure`: it could be read as something else than text. */
  | { readonly kind: "text"; readonly text: string; readonly unsure?: true }
  /** Bytes that are not read; the digest binds them. */
  | { readonly kind: "opaque"; readonly sha256: string; readonly bytes: number };

/** An HTTP request that a gateway holds back, read by its parts. */
export interface HttpRequest {
  /** In upper case. */
  readonly method: string;
  /** The media type without its parameters, in lower case; "" where none is said. */
  readonly type: string;
  /** The authority in lower case, "" where the gateway does not say. */
  readonly host: string;
  /** scheme, host and path in the form of all their spellings; "" where the host is not known. */
  readonly url: string;
  /** Below the server's root, with what is encoded without need decoded (RFC 3986 section 6.2.2.2). */
  readonly path: string;
  readonly query: JsonObject;
  readonly body: HttpBody;
  /** Why servers could read it in another way than Writ does; empty where all read it alike. */
  readonly doubts: readonly string[];
}

/** Methods whose requests have no body as a rule (RFC 9110 section 9.3), so that one that is not shown is none. */
const BODILESS = new Set(["GET", "HEAD", "OPTIONS", "DELETE", "TRACE", "CONNECT"]);

/** Whether all of the request was read. */
export function wasRead({ method, body, doubts }: HttpRequest): boolean {
  if (doubts.length > 0 || body.kind === "opaque" || (body.kind === "text" && body.unsure === true)) return false;
  return body.kind !== "unseen" || (body.there !== true && BODILESS.has(method));
}

/** The request as policies and digests see it: every part that says what it does, and no credential of its head. */
export function argumentsOf({ method, host, path, query, body }: HttpRequest): JsonObject {
  return {
    method,
    host,
    path,
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...bodyArgument(body),
  };
}

function bodyArgument(body: HttpBody): JsonObject {
  switch (body.kind) {
    case "none":
      return {};
    case "unseen":
      // Else the digest of what was seen would be that of a request without a body.
      return { body_state: "unseen" };
    case "text":
      return { body: body.text };
    case "opaque":
      return { body_sha256: body.sha256, body_bytes: body.bytes };
    default:
      return { body: body.value };
  }
}
