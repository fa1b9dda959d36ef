import { choiceField, listField, objectField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { PROTOCOLS, type ProtocolSettings } from "../domain/protocols.ts";

/** `protocols`: which are answered, and how. @throws WritError invalid_argument naming the field */
export function readProtocols(value: JsonValue): ProtocolSettings {
  const fields = objectField(value, "", ["off"]);
  return {
    off: listField(fields["off"] ?? [], "/off", PROTOCOLS.length, (item, at) => choiceField(item, at, PROTOCOLS)),
  };
}
