import { hash } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { HttpBody } from "./request.ts";
import { isMethodMember, readForm } from "./target.ts";

/** A body as it came: text where its bytes are UTF-8, else the bytes. */
export type RawBody = { readonly text: string } | { readonly bytes: Uint8Array };

/** What of the head says how the body is to be read. */
export interface BodyHead {
  /** `Content-Type`, "" without one. */
  readonly type: string;
  /** `Content-Encoding`, "" without one. */
  readonly encoding: string;
}

const JSON_TYPE = /^application\/(?:[a-z0-9.!#$&^_-]+\+)?json$/;
const UTF8 = new Set(["", "utf-8", "utf8", "us-ascii"]);

/** The media type, in lower case, without parameters (RFC 9110 section 8.3.1). */
export function mediaType(type: string): string {
  return (type.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Reads a body in the one way in which everybody reads it; what has no such way stays bytes. */
export function readBody(
  raw: RawBody,
  head: BodyHead,
): { readonly body: HttpBody; readonly doubts: readonly string[] } {
  const text = "text" in raw ? raw.text : undefined;
  const size = "text" in raw ? raw.text.length : raw.bytes.length;
  if (size === 0) return { body: { kind: "none" }, doubts: [] };
  const type = mediaType(head.type);
  if (text === undefined || !isPlain(head)) return { body: opaque(raw), doubts: [] };
  if (JSON_TYPE.test(type)) {
    const body = readJson(text);
    return body === undefined ? { body: opaque(raw), doubts: [] } : { body, doubts: memberDoubts(body) };
  }
  if (type === "application/x-www-form-urlencoded" && !isLikeJson(text)) {
    const { value, doubts } = readForm(text);
    return { body: { kind: "form", value }, doubts };
  }
  if (type === "application/graphql") return { body: { kind: "text", text }, doubts: [] };
  if (!type.startsWith("text/") && type !== "application/x-www-form-urlencoded")
    return { body: opaque(raw), doubts: [] };
  return { body: { kind: "text", text, ...(isLikeJson(text) ? { unsure: true } : {}) }, doubts: [] };
}

/** Servers that expect JSON read it as such, whatever its type. */
function isLikeJson(text: string): boolean {
  return /^[\s\ufeff]*[[{]/.test(text);
}

/** Frameworks that merge JSON into the form take its method, too. */
function memberDoubts(body: HttpBody): readonly string[] {
  const names = body.kind === "json" && isJsonObject(body.value) ? Object.keys(body.value) : [];
  return names.some(isMethodMember) ? ["method_override"] : [];
}

/** Whether the bytes are the text: neither compressed nor in another charset than UTF-8. */
function isPlain({ type, encoding }: BodyHead): boolean {
  if (encoding !== "" && encoding.toLowerCase() !== "identity") return false;
  const charsets = [...type.matchAll(/;\s*charset\s*=\s*"?([^";]*)"?/gi)].map(([, name = ""]) => name.trim());
  if (charsets.length !== (type.match(/charset/gi) ?? []).length) return false;
  return charsets.length < 2 && UTF8.has((charsets[0] ?? "").toLowerCase());
}

function readJson(text: string): HttpBody | undefined {
  try {
    return { kind: "json", value: parseStrictJson(text) };
  } catch (error) {
    if (error instanceof WritError) return undefined;
    throw error;
  }
}

function opaque(raw: RawBody): HttpBody {
  const bytes = "text" in raw ? Buffer.from(raw.text) : raw.bytes;
  return { kind: "opaque", sha256: `sha256:${hash("sha256", bytes, "hex")}`, bytes: bytes.length };
}
