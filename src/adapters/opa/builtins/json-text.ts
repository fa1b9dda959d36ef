import { compareStrings, Num, ObjectValue, SetValue, type Value } from "./value.ts";

/** A value as JSON has it: sets are arrays, keys are strings. */
export type JsonShape = null | boolean | string | Num | readonly JsonShape[] | ReadonlyMap<string, JsonShape>;

/** Go's encoding/json of these; keys in the order of their bytes. */
export function goJson(value: Value): string {
  return write(jsonShape(value), "");
}

/** Go's json.MarshalIndent. */
export function goJsonIndented(value: Value, prefix: string, indent: string): string {
  return write(jsonShape(value), `\n${prefix}`, indent);
}

/** What OPA's ast.JSON makes of a value. */
export function jsonShape(value: Value): JsonShape {
  if (value instanceof SetValue) return value.elements.map(jsonShape);
  if (value instanceof ObjectValue) {
    const entries = value.entries.map(([key, item]): [string, JsonShape] => [
      typeof key === "string" ? key : goJson(key),
      jsonShape(item),
    ]);
    return new Map(entries.sort(([a], [b]) => compareStrings(a, b)));
  }
  return value === null || typeof value !== "object" || value instanceof Num ? value : value.map(jsonShape);
}

function write(value: JsonShape, line: string, indent?: string): string {
  if (typeof value === "string") return writeString(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof Num) return value.text;
  const inner = indent === undefined ? "" : line + indent;
  const isObject = value instanceof Map;
  const items = isObject
    ? [...value].map(
        ([key, item]) => `${writeString(key)}:${indent === undefined ? "" : " "}${write(item, inner, indent)}`,
      )
    : (value as readonly JsonShape[]).map((item) => write(item, inner, indent));
  const [open, close] = isObject ? "{}" : "[]";
  if (items.length === 0) return `${open}${close}`;
  return `${open}${inner}${items.join(`,${inner}`)}${indent === undefined ? "" : line}${close}`;
}

/** Go escapes what could end a script element, and two line ends of JavaScript. */
function writeString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
