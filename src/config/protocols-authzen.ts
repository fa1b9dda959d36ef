import { choiceField, listField, nameField, objectField, optionalField, stringField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { MAX_ID_CHARS } from "../domain/limits.ts";
import { AUTHZEN_BATCH_CONTEXTS, AUTHZEN_DEFAULTS, type AuthzenSettings } from "../domain/protocols.ts";

/** Names that a person keeps in a file. */
const MAX_NAMES = 100;

/** `protocols.authzen`. @throws WritError invalid_argument naming the field */
export function readAuthzen(value: JsonValue, at: string): AuthzenSettings {
  const fields = objectField(value, at, ["tool_actions", "tool_types", "server", "obligations", "batch_context"]);
  return {
    ...AUTHZEN_DEFAULTS,
    ...optionalField("tool_actions", fields, at, readNames),
    ...optionalField("tool_types", fields, at, readNames),
    ...optionalField("server", fields, at, (name, nameAt) => stringField(name, nameAt, MAX_ID_CHARS)),
    ...optionalField("obligations", fields, at, readNames),
    ...optionalField("batch_context", fields, at, (choice, choiceAt) =>
      choiceField(choice, choiceAt, AUTHZEN_BATCH_CONTEXTS),
    ),
  };
}

function readNames(value: JsonValue, at: string): readonly string[] {
  return listField(value, at, MAX_NAMES, (item, itemAt) => nameField(item, itemAt, MAX_ID_CHARS));
}
