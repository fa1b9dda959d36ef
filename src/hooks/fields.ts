import type { JsonObject, JsonValue } from "../domain/json.ts";
import { HookInputError } from "./event.ts";

/** @throws HookInputError that names the field by JSON Pointer */
export function textField(payload: JsonObject, key: string): string {
  const value = payload[key];
  if (typeof value !== "string" || value === "") throw new HookInputError(`/${key} is missing, or no text`);
  return value;
}

/** Text that may be absent or null; the empty text is as if it were absent. @throws HookInputError */
export function optionalText(payload: JsonObject, key: string): string | undefined {
  const value = payload[key];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw new HookInputError(`/${key} is no text`);
  return value;
}

/** @throws HookInputError where it is missing */
export function valueField(payload: JsonObject, key: string): JsonValue {
  const value = payload[key];
  if (value === undefined) throw new HookInputError(`/${key} is missing`);
  return value;
}

/** Whole milliseconds, where the agent gives a number of them. */
export function durationField(payload: JsonObject, key: string): { readonly duration_ms?: number } {
  const value = payload[key];
  return typeof value === "number" && value >= 0 ? { duration_ms: Math.round(value) } : {};
}

/** The given texts of the payload under the same names, without those that it lacks. @throws HookInputError */
export function given(payload: JsonObject, keys: readonly string[]): JsonObject {
  const found: JsonObject = {};
  for (const key of keys) {
    const value = optionalText(payload, key);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

/** One call of a session: the agent's id of it, or where there is none, what is called with what. */
export function callKeyOf(id: string | undefined, tool: string, input: JsonValue): string {
  return id === undefined ? `call ${JSON.stringify([tool, input])}` : `id ${id}`;
}
