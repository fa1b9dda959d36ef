import { isJsonObject, type JsonObject, type JsonValue, pointerTo, tokenOf } from "../domain/json.ts";

/** As of secrets. */
const REDACTED = "[REDACTED]";
const ANY = "*";

/** The document without what stands at the places (RFC 6901, and `*` for any member or item), and where something stood. */
export function withoutPlaces(
  document: JsonObject,
  places: readonly string[],
): { readonly value: JsonObject; readonly paths: readonly string[] } {
  const paths: string[] = [];
  let value: JsonValue = document;
  for (const place of places) value = without(value, place.split("/").slice(1).map(tokenOf), "", paths);
  return { value: value as JsonObject, paths };
}

function without(value: JsonValue, tokens: readonly string[], at: string, paths: string[]): JsonValue {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    paths.push(at);
    return REDACTED;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      token === ANY || token === String(index) ? without(item, rest, pointerTo(at, index), paths) : item,
    );
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    token === ANY || token === name ? without(member, rest, pointerTo(at, name), paths) : member,
  ]);
  return Object.fromEntries(members) as JsonObject;
}
