import { redactValue } from "../canonicalize/redact/index.ts";
import type { Canonical } from "../domain/action.ts";
import type { JsonObject } from "../domain/json.ts";

/**
 * The policy's input as the record keeps it. Where something was taken out, `redacted` names the places by JSON Pointer:
 * a replay of such a record judges another input than the decision did.
 */
export function recordedInput(input: string, { findings }: Canonical, context: JsonObject): string {
  const secret = findings.some(({ type }) => type.startsWith("secret.")) || redactValue(context).paths.length > 0;
  if (!secret) return input;
  const { value, paths } = redactValue(JSON.parse(input) as JsonObject);
  return paths.length === 0 ? input : JSON.stringify({ ...(value as JsonObject), redacted: paths });
}

/** JSON text without secrets, e.g. of what a tool answered. */
export function withoutSecrets(detail: string): string {
  const parsed = JSON.parse(detail) as JsonObject;
  const { value, paths } = redactValue(parsed);
  return paths.length === 0 ? detail : JSON.stringify(value);
}
