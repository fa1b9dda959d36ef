import { WritError } from "../../domain/errors.ts";
import type { JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import { single } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";
import type { ForwardedRequest } from "./request.ts";

const JSON_TYPE = /^application\/(?:[a-z0-9.!#$&^_-]+\+)?json\s*(?:;|$)/i;
/** Set by Envoy on a body that it shows in part only; a client may have written one of its own beside Envoy's. */
const PARTIAL = "x-envoy-auth-partial-body";
/** UTF-8 is what JSON is in (RFC 8259 section 8.1), and what is meant where nothing is said. */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/gi;

/** JSON that every reader understands the same; undefined for all else. */
export function jsonOf(body: Uint8Array): JsonValue | undefined {
  try {
    return parseStrictJson(body);
  } catch (error) {
    if (error instanceof WritError) return undefined;
    throw error;
  }
}

export function isJsonType(type: string): boolean {
  if (!JSON_TYPE.test(type)) return false;
  const charsets = [...type.matchAll(CHARSET)];
  // `charset*=` and `charset*0=` (RFC 2231), which some readers take for one.
  if (charsets.length !== (type.match(/charset/gi) ?? []).length) return false;
  return charsets.every(([, charset = ""]) => /^utf-?8$/i.test(charset));
}

/** Whether the head says that there is a body, which the gateway does not show. */
export function hidesBody({ headers, body }: Pick<ForwardedRequest, "headers" | "body">): boolean {
  if (body !== "absent") return false;
  return headers.has("transfer-encoding") || (headers.get("content-length") ?? []).some((value) => Number(value) !== 0);
}

/** Whether the gateway says that it shows a part of the body only. */
export function isPartial(headers: HeaderValues): boolean {
  return headers.get(PARTIAL)?.some((value) => value.toLowerCase() !== "false") === true;
}

/** Whether the bytes are what the server will read, and not something that it unpacks first. */
export function isPlainText(headers: HeaderValues): boolean {
  const encoding = single(headers, "content-encoding");
  return encoding === "" || encoding?.toLowerCase() === "identity";
}
