import { redactValue } from "../canonicalize/redact/index.ts";
import type { Canonical } from "../domain/action.ts";
import type { JsonObject } from "../domain/json.ts";
import { withoutPlaces } from "./without-places.ts";

/**
 * The policy's input as the record keeps it, without secrets and without what the policy keeps out. Where something was taken
 * out, `redacted` names the places by JSON Pointer: a replay of such a record judges another input than the decision did.
 * @param places JSON Pointers of the policy's, `*` for any member or item
 */
export function recordedInput(
  input: string,
  { findings }: Canonical,
  context: JsonObject,
  places: readonly string[] = [],
): string {
  const secret = findings.some(({ type }) => type.startsWith("secret.")) || redactValue(context).paths.length > 0;
  if (!secret && places.length === 0) return input;
  const hidden = withoutPlaces(JSON.parse(input) as JsonObject, places);
  const { value, paths } = secret ? redactValue(hidden.value) : { value: hidden.value, paths: [] };
  const redacted = [...new Set([...hidden.paths, ...paths])];
  return redacted.length === 0 ? input : JSON.stringify({ ...(value as JsonObject), redacted });
}

/** JSON text without secrets, e.g. of what a tool answered. */
export function withoutSecrets(detail: string): string {
  const parsed = JSON.parse(detail) as JsonObject;
  const { value, paths } = redactValue(parsed);
  return paths.length === 0 ? detail : JSON.stringify(value);
}
