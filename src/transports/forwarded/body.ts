import { WritError } from "../../domain/errors.ts";
import type { JsonValue } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { HeaderValues } from "../native/protocol.ts";
import { single } from "./request.ts";

const JSON_TYPE = /^application\/(?:[a-z0-9.!#$&^_-]+\+)?json\s*(?:;|$)/i;
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
  return [...type.matchAll(CHARSET)].every(([, charset = ""]) => /^utf-?8$/i.test(charset));
}

/** Whether the bytes are what the server will read, and not something that it unpacks first. */
export function isPlainText(headers: HeaderValues): boolean {
  const encoding = single(headers, "content-encoding");
  return encoding === "" || encoding?.toLowerCase() === "identity";
}
