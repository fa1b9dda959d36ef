import { hash } from "node:crypto";
import { invalidField } from "../../domain/errors.ts";
import { countField, objectField, optionalField, stringField } from "../../domain/fields.ts";
import { canonicalJson } from "../../domain/jcs.ts";
import type { JsonObject } from "../../domain/json.ts";
import { parseStrictJson } from "../../domain/strict-json.ts";
import type { Candidate } from "./candidates.ts";

/** Each candidate is a decision of its own, with its record: one request asks for no more than a batch of gateways does. */
export const MAX_JUDGED = 200;

/** An id of a candidate, escaped, and the digest of the question. */
const MAX_TOKEN_CHARS = 32_768;

/** Which candidates a request wants (section 8.2.1). */
export interface Page {
  /** Whether the request speaks of pages at all. */
  readonly asked: boolean;
  readonly limit: number;
  readonly token: string;
}

/** @throws WritError invalid_argument */
export function decodePage(fields: JsonObject): Page {
  const { page } = optionalField("page", fields, "", (value, at) => objectField(value, at));
  if (page === undefined) return { asked: false, limit: MAX_JUDGED, token: "" };
  const { limit = MAX_JUDGED } = optionalField("limit", page, "/page", (value, at) => countField(value, at, 1));
  const { token = "" } = optionalField("token", page, "/page", (value, at) => stringField(value, at, MAX_TOKEN_CHARS));
  return { asked: true, limit: Math.min(limit, MAX_JUDGED), token };
}

/**
 * Where a page begins.
 * @param question what is asked, which has to be the same on every page
 * @throws WritError invalid_argument for a token that was not given for this question, or whose candidate is there no more
 */
export function startOf({ token }: Page, question: JsonObject, candidates: readonly Candidate[]): number {
  if (token === "") return 0;
  const [digest, after] = positionIn(token);
  const index = candidates.findIndex(({ id }) => id === after);
  if (digest !== digestOf(question) || index < 0) throw notAToken();
  return index + 1;
}

/** An opaque token; "" where nothing is left (section 8.2.2). */
export function nextToken(end: number, question: JsonObject, candidates: readonly Candidate[]): string {
  const last = candidates[end - 1];
  if (last === undefined || end >= candidates.length) return "";
  return Buffer.from(JSON.stringify([digestOf(question), last.id])).toString("base64url");
}

function positionIn(token: string): readonly [unknown, unknown] {
  try {
    const value = parseStrictJson(Buffer.from(token, "base64url"));
    return Array.isArray(value) ? [value[0], value[1]] : [undefined, undefined];
  } catch {
    throw notAToken();
  }
}

function notAToken() {
  return invalidField("/page/token", "is not a page token of this search");
}

function digestOf(question: JsonObject): string {
  return hash("sha256", canonicalJson(question), "base64url");
}
