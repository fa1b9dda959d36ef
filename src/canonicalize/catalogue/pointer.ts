import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";

/** A JSON Pointer (RFC 6901), split into its reference tokens; `*` stands for every element of an array. */
export type Pointer = readonly string[];

/** @returns undefined when the text is no pointer */
export function parsePointer(text: string): Pointer | undefined {
  if (!text.startsWith("/")) return undefined;
  return text
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The values that a pointer finds, in order; none where it leads nowhere. */
export function valuesAt(args: JsonObject, pointer: Pointer): readonly JsonValue[] {
  let values: JsonValue[] = [args];
  for (const token of pointer) {
    values = values.flatMap((value) => children(value, token));
    if (values.length === 0) return values;
  }
  return values;
}

function children(value: JsonValue, token: string): JsonValue[] {
  if (Array.isArray(value)) {
    if (token === "*") return value;
    const element = /^(?:0|[1-9][0-9]*)$/.test(token) ? value[Number(token)] : undefined;
    return element === undefined ? [] : [element];
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, token)) return [];
  return [value[token] as JsonValue];
}
