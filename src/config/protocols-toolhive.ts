import { invalidField } from "../domain/errors.ts";
import { choiceField, countField, objectField, optionalField, stringField } from "../domain/fields.ts";
import type { JsonValue } from "../domain/json.ts";
import { TOOLHIVE_DEFAULTS, type ToolhiveSettings } from "../domain/protocols.ts";

/** PATH_MAX of Linux. */
const MAX_PATH_CHARS = 4_096;

/** A request that is older than this was held by somebody. */
const MAX_WINDOW_S = 3_600;

/** `protocols.toolhive`. @throws WritError invalid_argument naming the field */
export function readToolhive(value: JsonValue, at: string): ToolhiveSettings {
  const fields = objectField(value, at, ["webhook_secret_file", "signature_window_s", "absent_arguments"]);
  return {
    ...TOOLHIVE_DEFAULTS,
    ...optionalField("webhook_secret_file", fields, at, (path, pathAt) => stringField(path, pathAt, MAX_PATH_CHARS)),
    ...optionalField("signature_window_s", fields, at, windowField),
    ...optionalField("absent_arguments", fields, at, (choice, choiceAt) =>
      choiceField(choice, choiceAt, ["unknown", "none"] as const),
    ),
  };
}

function windowField(value: JsonValue, at: string): number {
  const seconds = countField(value, at, 1);
  if (seconds > MAX_WINDOW_S) throw invalidField(at, `must be at most ${MAX_WINDOW_S}`);
  return seconds;
}
