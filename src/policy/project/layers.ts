import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";

/** Puts a document of a data file at its place: `settings/facts/data.yaml` is `{settings: {facts: …}}`. */
export function nested(path: string, value: JsonObject): JsonObject {
  const folders = path.split("/").slice(0, -1);
  return folders.reduceRight<JsonObject>((inner, folder) => ({ [folder]: inner }), value);
}

/** Objects are merged key by key; of anything else the upper layer's value stays. */
export function layered(lower: JsonObject, upper: JsonObject): JsonObject {
  const merged = new Map<string, JsonValue>(Object.entries(lower));
  for (const [key, value] of Object.entries(upper)) {
    const below = merged.get(key);
    merged.set(key, isJsonObject(below) && isJsonObject(value) ? layered(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The keys of the first place at which both documents have a value that cannot be merged; undefined when there is none. */
export function clash(a: JsonObject, b: JsonObject): readonly string[] | undefined {
  for (const [key, value] of Object.entries(b)) {
    if (!Object.hasOwn(a, key)) continue;
    const other = a[key];
    if (!isJsonObject(other) || !isJsonObject(value)) return [key];
    const inside = clash(other, value);
    if (inside !== undefined) return [key, ...inside];
  }
  return undefined;
}
