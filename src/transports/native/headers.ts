import { invalidField } from "../../domain/errors.ts";
import { MAX_ID_CHARS } from "../../domain/limits.ts";
import type { HeaderValues } from "./protocol.ts";

/** By which gateways find a request again in their logs. */
export const REQUEST_ID_HEADER = "x-request-id";

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** One more value of a field, whose name may be in any case. */
export function addHeader(headers: Map<string, string[]>, field: string, value: string): void {
  const name = field.toLowerCase();
  const values = headers.get(name);
  if (values === undefined) headers.set(name, [value]);
  else values.push(value);
}

/** The one value of a field, "" without one; undefined where it is there twice, which nobody can read in one way only. */
export function single(headers: HeaderValues, name: string): string | undefined {
  const values = headers.get(name);
  if (values === undefined) return "";
  return values.length === 1 ? values[0] : undefined;
}

/** The same. @throws WritError invalid_argument where it is there twice */
export function fieldOf(headers: HeaderValues, name: string): string {
  const value = single(headers, name);
  if (value === undefined) throw invalidField(`/headers/${name}`, "is there twice");
  return value;
}

/** The id of the request as it is put on record; "" where it has none, or one that is no id. */
export function requestIdOf(headers: HeaderValues): string {
  const id = single(headers, REQUEST_ID_HEADER) ?? "";
  return id.length <= MAX_ID_CHARS && /^[\x21-\x7e]*$/.test(id) ? id : "";
}

/** Whether the body is said to be JSON, in one way only. */
export function saysJson(headers: HeaderValues): boolean {
  return JSON_TYPE.test(single(headers, "content-type") ?? "");
}
