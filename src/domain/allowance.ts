import {
  choiceField,
  countField,
  decimalField,
  listField,
  nameField,
  objectField,
  optionalField,
  timeField,
} from "./fields.ts";
import type { Allowance } from "./identity.ts";
import type { JsonValue } from "./json.ts";
import { MAX_ID_CHARS } from "./limits.ts";
import { SENSITIVITIES, TIERS } from "./vocabulary.ts";

/** A task that needs more different permissions than this is no one task. */
export const MAX_ALLOWANCES = 200;
const MAX_ALLOWED_DESTINATIONS = 1000;
const MAX_VALUE_CHARS = 4096;

/** `allows` of an intent. @throws WritError invalid_argument naming the field */
export function readAllowances(value: JsonValue | undefined, at: string): readonly Allowance[] {
  return listField(value, at, MAX_ALLOWANCES, readAllowance);
}

function readAllowance(value: JsonValue, at: string): Allowance {
  const fields = objectField(value, at, [
    "verb", "resource", "destinations", "max_amount", "max_total", "currency", "max_calls", "max_tier",
    "max_sensitivity", "not_before", "not_after",
  ]); // biome-ignore format: one list
  const name = (item: JsonValue, itemAt: string) => nameField(item, itemAt, MAX_VALUE_CHARS);
  return {
    verb: nameField(fields["verb"], `${at}/verb`, MAX_ID_CHARS),
    ...optionalField("resource", fields, at, name),
    ...optionalField("destinations", fields, at, (item, itemAt) =>
      listField(item, itemAt, MAX_ALLOWED_DESTINATIONS, name),
    ),
    ...optionalField("max_amount", fields, at, decimalField),
    ...optionalField("max_total", fields, at, decimalField),
    ...optionalField("currency", fields, at, name),
    ...optionalField("max_tier", fields, at, (item, itemAt) => choiceField(item, itemAt, TIERS)),
    ...optionalField("max_sensitivity", fields, at, (item, itemAt) => choiceField(item, itemAt, SENSITIVITIES)),
    ...optionalField("max_calls", fields, at, (item, itemAt) => countField(item, itemAt, 0)),
    ...optionalField("not_before", fields, at, timeField),
    ...optionalField("not_after", fields, at, timeField),
  };
}
