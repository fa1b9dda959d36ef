import {
  choiceField,
  countField,
  decimalField,
  listField,
  nameField,
  objectField,
  optionalField,
  stringField,
  timeField,
} from "../domain/fields.ts";
import type { Allowance, Intent } from "../domain/identity.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { TIERS } from "../domain/vocabulary.ts";

/** A task that needs more different permissions than this is no one task. */
const MAX_ALLOWANCES = 200;
const MAX_ALLOWED_DESTINATIONS = 1000;
/** For people to read; policy decides by the structured part alone. */
const MAX_PURPOSE_CHARS = 4000;
const MAX_VALUE_CHARS = 4096;

/** Claims that a caller vouches for may name no expiry; said as a time, so that policy compares one text with another. */
const NEVER = "9999-12-31T23:59:59.999Z";

export type IntentClaims = Omit<Intent, "verified" | "method"> & { readonly agent?: string };

/** The plain claims of an intent, as its token would carry them. @throws WritError invalid_argument naming the claim */
export function readClaims(value: JsonValue | undefined, at: string): IntentClaims {
  const claims = objectField(value, at, ["id", "task", "purpose", "on_behalf_of", "agent", "allows", "expires_at"]);
  const text = (key: string, maxChars: number) => stringField(claims[key] ?? "", `${at}/${key}`, maxChars);
  return {
    id: text("id", MAX_ID_CHARS),
    task: text("task", MAX_ID_CHARS),
    purpose: text("purpose", MAX_PURPOSE_CHARS),
    on_behalf_of: text("on_behalf_of", MAX_ID_CHARS),
    ...optionalField("agent", claims, at, (item, itemAt) => nameField(item, itemAt, MAX_ID_CHARS)),
    allows: listField(claims["allows"], `${at}/allows`, MAX_ALLOWANCES, readAllowance),
    expires_at: claims["expires_at"] === undefined ? NEVER : timeField(claims["expires_at"], `${at}/expires_at`),
  };
}

function readAllowance(value: JsonValue, at: string): Allowance {
  const fields = objectField(value, at, [
    "verb", "resource", "destinations", "max_amount", "currency", "max_calls", "max_tier",
  ]); // biome-ignore format: one list
  const name = (item: JsonValue, itemAt: string) => nameField(item, itemAt, MAX_VALUE_CHARS);
  return {
    verb: nameField(fields["verb"], `${at}/verb`, MAX_ID_CHARS),
    ...optionalField("resource", fields, at, name),
    ...optionalField("destinations", fields, at, (item, itemAt) =>
      listField(item, itemAt, MAX_ALLOWED_DESTINATIONS, name),
    ),
    ...optionalField("max_amount", fields, at, decimalField),
    ...optionalField("currency", fields, at, name),
    ...optionalField("max_tier", fields, at, (item, itemAt) => choiceField(item, itemAt, TIERS)),
    ...optionalField("max_calls", fields, at, (item, itemAt) => countField(item, itemAt, 0)),
  };
}
