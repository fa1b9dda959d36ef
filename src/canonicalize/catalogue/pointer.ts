import { childOf, isJsonObject, type JsonObject, type JsonValue, tokenOf } from "../../domain/json.ts";
import { foldedName } from "../../domain/member-names.ts";

/** A JSON Pointer (RFC 6901), split into its reference tokens; `*` stands for every element of an array. */
export type Pointer = readonly string[];

/** @returns undefined when the text is no pointer */
export function parsePointer(text: string): Pointer | undefined {
  if (!text.startsWith("/")) return undefined;
  return text.slice(1).split("/").map(tokenOf);
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

/** Whether no member on a pointer's way is there in other letters too, or instead: some servers would read that one. */
export function isPlainlyNamed(args: JsonObject, pointer: Pointer): boolean {
  let values: readonly JsonValue[] = [args];
  for (const token of pointer) {
    if (values.some((value) => isJsonObject(value) && hasOther(value, token))) return false;
    values = values.flatMap((value) => children(value, token));
  }
  return true;
}

function hasOther(value: JsonObject, name: string): boolean {
  return Object.keys(value).some(
    (key) => key !== name && key.length === name.length && foldedName(key) === foldedName(name),
  );
}

function children(value: JsonValue, token: string): JsonValue[] {
  if (Array.isArray(value) && token === "*") return value;
  const child = childOf(value, token);
  return child === undefined ? [] : [child];
}
