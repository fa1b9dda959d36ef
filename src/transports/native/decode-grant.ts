import { DIGEST, DIGEST_EXPECTED } from "../../domain/digest.ts";
import { invalidField } from "../../domain/errors.ts";
import { choiceField, nameField, objectField, optionalField } from "../../domain/fields.ts";
import { GRANT_KINDS, GRANT_STATES } from "../../domain/grant.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import type { RedeemRequest } from "../../pipeline/grant-commands.ts";
import type { GrantFilter } from "../../ports/grant-store.ts";
import { decodeGrantPageToken, type PagePosition } from "./page-token.ts";

/** What AWS STS takes, and so what no grant is longer than. */
const MAX_TOKEN_CHARS = 20_000;
/** A proof with an RSA key in it, and a certificate chain's first one. */
const MAX_PROOF_CHARS = 8 * 1024;
const MAX_URI_CHARS = 2_048;
const MAX_LEGACY_DAYS = 3_650;
const DEFAULT_LEGACY_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

/** The body of `POST /v1/grants/{id}:redeem`. @throws WritError invalid_argument naming the field */
export function decodeRedeem(body: JsonValue): Omit<RedeemRequest, "grant_id"> {
  const fields = objectField(body, "", ["token", "action_digest", "secret_ref", "proof"]);
  return {
    token: decodeToken(fields["token"] ?? null, "/token"),
    ...optionalField("action_digest", fields, "", digestField),
    ...optionalField("secret_ref", fields, "", (value, at) => nameField(value, at, MAX_ID_CHARS)),
    ...optionalField("proof", fields, "", proofField),
  };
}

/** @throws WritError invalid_argument naming the field */
export function decodeToken(value: JsonValue, at: string): string {
  return nameField(value, at, MAX_TOKEN_CHARS);
}

function digestField(value: JsonValue, at: string): string {
  if (typeof value !== "string" || !DIGEST.test(value)) throw invalidField(at, DIGEST_EXPECTED);
  return value;
}

function proofField(value: JsonValue, at: string): NonNullable<RedeemRequest["proof"]> {
  const fields = objectField(value, at, ["token", "method", "uri", "certificate"]);
  if (fields["certificate"] !== undefined) {
    const { certificate } = objectField(value, at, ["certificate"]);
    return { certificate: nameField(certificate, `${at}/certificate`, MAX_PROOF_CHARS) };
  }
  return {
    token: nameField(fields["token"], `${at}/token`, MAX_PROOF_CHARS),
    method: nameField(fields["method"], `${at}/method`, MAX_ID_CHARS),
    uri: nameField(fields["uri"], `${at}/uri`, MAX_URI_CHARS),
  };
}

export interface GrantQuery {
  readonly filter: GrantFilter;
  readonly page: { readonly size: number; readonly after?: PagePosition };
}

/** The query of `GET /v1/grants`. @throws WritError invalid_argument naming the parameter */
export function decodeGrantQuery(query: JsonObject): GrantQuery {
  const fields = objectField(query, "", ["agent", "task", "audience", "kind", "state", "page_size", "page_token"]);
  const name = (value: JsonValue, at: string) => nameField(value, at, MAX_ID_CHARS);
  const token = fields["page_token"];
  return {
    filter: {
      ...optionalField("agent", fields, "", name),
      ...optionalField("task", fields, "", name),
      ...optionalField("audience", fields, "", name),
      ...optionalField("kind", fields, "", (value, at) => choiceField(value, at, GRANT_KINDS)),
      ...optionalField("state", fields, "", (value, at) => choiceField(value, at, GRANT_STATES)),
    },
    page: {
      size: numberIn(fields["page_size"], "/page_size", MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE),
      ...(token === undefined ? {} : { after: decodeGrantPageToken(name(token, "/page_token"), "/page_token") }),
    },
  };
}

/** The query of `GET /v1/grants:legacy`: `days` back. @returns milliseconds since 1970 */
export function decodeLegacyQuery(query: JsonObject, nowMs: number): number {
  const { days } = objectField(query, "", ["days"]);
  return nowMs - numberIn(days, "/days", MAX_LEGACY_DAYS, DEFAULT_LEGACY_DAYS) * DAY_MS;
}

/** In a query string every value is text. */
function numberIn(value: JsonValue | undefined, at: string, max: number, absent: number): number {
  if (value === undefined) return absent;
  const number = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 1 && number <= max)) throw invalidField(at, `must be a whole number from 1 to ${max}`);
  return number;
}
