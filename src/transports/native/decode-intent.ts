import { readAllowances } from "../../domain/allowance.ts";
import { invalidField } from "../../domain/errors.ts";
import {
  booleanField,
  choiceField,
  countField,
  nameField,
  objectField,
  optionalField,
  stringField,
  timeField,
} from "../../domain/fields.ts";
import {
  INTENT_STATUSES,
  MAX_INTENT_LIFETIME_S,
  MAX_INTENT_TOKEN_CHARS,
  MAX_PURPOSE_CHARS,
  readAgents,
} from "../../domain/intent.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";
import { DEFAULT_PAGE_SIZE, MAX_ID_CHARS, MAX_PAGE_SIZE } from "../../domain/limits.ts";
import type { DeriveCommand, IssueCommand } from "../../pipeline/intent-commands.ts";
import type { IntentFilter } from "../../ports/intent-store.ts";

const WISH = [
  "task", "purpose", "on_behalf_of", "agent", "allows", "not_before", "expires_at", "lifetime_s", "consent",
]; // biome-ignore format: one list

// Line breaks of Unicode beside the control characters: an id stands in log lines.
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** `POST /v1/intents`. @throws WritError invalid_argument which names the field */
export function decodeIssue(value: JsonValue | undefined): IssueCommand {
  return wishIn(objectField(value, "", WISH));
}

/** `POST /v1/intents/{id}:derive`. @throws WritError invalid_argument which names the field */
export function decodeDerive(value: JsonValue | undefined, parent: string): DeriveCommand {
  const fields = objectField(value, "", [...WISH, "token", "fit"]);
  return {
    ...wishIn(fields),
    parent,
    token: nameField(fields["token"], "/token", MAX_INTENT_TOKEN_CHARS),
    fit: booleanField(fields["fit"] ?? false, "/fit"),
  };
}

function wishIn(fields: JsonObject): IssueCommand {
  const timeMs = (value: JsonValue, at: string) => Date.parse(timeField(value, at));
  const { agent: agents } = optionalField("agent", fields, "", readAgents);
  for (const [index, id] of (agents ?? []).entries())
    checkLine(id, Array.isArray(fields["agent"]) ? `/agent/${index}` : "/agent");
  const { not_before: not_before_ms } = optionalField("not_before", fields, "", timeMs);
  const { expires_at: expires_at_ms } = optionalField("expires_at", fields, "", timeMs);
  return {
    ...optionalField("task", fields, "", lineField),
    ...optionalField("purpose", fields, "", (item, at) => stringField(item, at, MAX_PURPOSE_CHARS)),
    ...optionalField("on_behalf_of", fields, "", lineField),
    ...(agents === undefined ? {} : { agents }),
    ...optionalField("allows", fields, "", readAllowances),
    ...(not_before_ms === undefined ? {} : { not_before_ms }),
    ...(expires_at_ms === undefined ? {} : { expires_at_ms }),
    ...optionalField("lifetime_s", fields, "", lifetimeField),
    consent: booleanField(fields["consent"] ?? false, "/consent"),
  };
}

function lifetimeField(value: JsonValue, at: string): number {
  const seconds = countField(value, at, 1);
  if (seconds > MAX_INTENT_LIFETIME_S) throw invalidField(at, `must be at most ${MAX_INTENT_LIFETIME_S}`);
  return seconds;
}

function lineField(value: JsonValue, at: string): string {
  return checkLine(nameField(value, at, MAX_ID_CHARS), at);
}

function checkLine(text: string, at: string): string {
  if (CONTROL.test(text)) throw invalidField(at, "must not have control characters");
  return text;
}

/** `GET /v1/intents`; all of them are texts in a query. @throws WritError invalid_argument which names the parameter */
export function decodeIntentList(value: JsonValue): { readonly filter: IntentFilter; readonly size: number } {
  const fields = objectField(value, "", ["task", "status", "page_size", "page_token"]);
  const { page_token: after } = optionalField("page_token", fields, "", lineField);
  const size = Number(fields["page_size"] ?? DEFAULT_PAGE_SIZE);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    throw invalidField("/page_size", `must be a whole number from 1 to ${MAX_PAGE_SIZE}`);
  }
  return {
    filter: {
      ...optionalField("task", fields, "", lineField),
      ...optionalField("status", fields, "", (item, at) => choiceField(item, at, INTENT_STATUSES)),
      ...(after === undefined ? {} : { after }),
    },
    size,
  };
}
