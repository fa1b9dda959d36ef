import { readAllowances } from "../domain/allowance.ts";
import { invalidField } from "../domain/errors.ts";
import { listField, nameField, objectField, optionalField, stringField, timeField } from "../domain/fields.ts";
import type { Intent } from "../domain/identity.ts";
import { type IntentTerms, MAX_INTENT_DEPTH, MAX_PURPOSE_CHARS, readAgents } from "../domain/intent.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";

/** Claims that a caller vouches for may name no expiry; said as a time, so that policy compares one text with another. */
const NEVER = "9999-12-31T23:59:59.999Z";

/** Seconds since 1970 at the end of the year 9999: a later time has no RFC 3339 text. */
const LAST_SECOND = 253_402_300_799;

type IntentClaims = Omit<Intent, "verified" | "method"> & { readonly agents?: readonly string[] };

/** The plain claims of an intent, as a caller vouches for them. @throws WritError invalid_argument naming the claim */
export function readClaims(value: JsonValue | undefined, at: string): IntentClaims {
  const claims = objectField(value, at, ["id", "task", "purpose", "on_behalf_of", "agent", "allows", "expires_at"]);
  const text = (key: string, maxChars: number) => stringField(claims[key] ?? "", `${at}/${key}`, maxChars);
  return {
    id: text("id", MAX_ID_CHARS),
    task: text("task", MAX_ID_CHARS),
    purpose: text("purpose", MAX_PURPOSE_CHARS),
    on_behalf_of: text("on_behalf_of", MAX_ID_CHARS),
    ...(claims["agent"] === undefined ? {} : { agents: readAgents(claims["agent"], `${at}/agent`) }),
    allows: readAllowances(claims["allows"], `${at}/allows`),
    expires_at: claims["expires_at"] === undefined ? NEVER : timeField(claims["expires_at"], `${at}/expires_at`),
  };
}

/** What a verified intent token says, and in which tenant. Claims that are not an intent's are let be (RFC 7519 section 4). */
export interface TokenTerms extends IntentTerms {
  readonly tenant: string;
}

/** @throws WritError invalid_argument naming the claim */
export function readTokenClaims(claims: JsonObject): TokenTerms {
  const name = (key: string) => nameField(claims[key], `/${key}`, MAX_ID_CHARS);
  const ancestors =
    claims["ancestors"] === undefined
      ? []
      : listField(claims["ancestors"], "/ancestors", MAX_INTENT_DEPTH, (item, at) => nameField(item, at, MAX_ID_CHARS));
  const parent = optionalField("parent", claims, "", (item, at) => nameField(item, at, MAX_ID_CHARS));
  if (parent.parent !== ancestors.at(-1)) throw invalidField("/ancestors", "must end with the parent");
  return {
    tenant: name("tenant"),
    id: name("jti"),
    task: name("task"),
    purpose: stringField(claims["purpose"] ?? "", "/purpose", MAX_PURPOSE_CHARS),
    on_behalf_of: stringField(claims["on_behalf_of"] ?? "", "/on_behalf_of", MAX_ID_CHARS),
    agents: readAgents(claims["agent"], "/agent"),
    allows: readAllowances(claims["allows"], "/allows"),
    not_before_ms: claims["nbf"] === undefined ? 0 : numericDate(claims["nbf"], "/nbf"),
    expires_at_ms: numericDate(claims["exp"], "/exp"),
    ...parent,
    ancestors,
  };
}

/** RFC 7519 section 2, NumericDate. */
function numericDate(value: JsonValue | undefined, at: string): number {
  if (typeof value !== "number" || !(value >= 0 && value <= LAST_SECOND)) {
    throw invalidField(at, "must be seconds since 1970");
  }
  return Math.floor(value) * 1000;
}
