import { isDay } from "./day.ts";
import { invalidField } from "./errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "./json.ts";

// Reading of free-form JSON that has a contract of its own (intent claims, a given action). Every failure names its field.

export function objectField(value: JsonValue | undefined, at: string, known?: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw invalidField(at, "must be an object");
  const unknown = known === undefined ? undefined : Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalidField(pointerTo(at, unknown), "is not a known field");
  return value;
}

export function stringField(value: JsonValue | undefined, at: string, maxChars: number): string {
  if (typeof value !== "string") throw invalidField(at, "must be a string");
  if (value.length > maxChars) throw invalidField(at, `must have at most ${maxChars} characters`);
  return value;
}

export function nameField(value: JsonValue | undefined, at: string, maxChars: number): string {
  const text = stringField(value, at, maxChars);
  if (text === "") throw invalidField(at, "must not be empty");
  return text;
}

export function listField<T>(
  value: JsonValue | undefined,
  at: string,
  maxItems: number,
  read: (item: JsonValue, at: string) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw invalidField(at, "must be a list");
  if (value.length > maxItems) throw invalidField(at, `must have at most ${maxItems} items`);
  return value.map((item, index) => read(item, `${at}/${index}`));
}

export function booleanField(value: JsonValue | undefined, at: string): boolean {
  if (typeof value !== "boolean") throw invalidField(at, "must be true or false");
  return value;
}

export function choiceField<T extends string>(value: JsonValue | undefined, at: string, choices: readonly T[]): T {
  if (!choices.includes(value as T)) throw invalidField(at, `must be one of ${choices.join(", ")}`);
  return value as T;
}

/** A whole number from `min` to 2^53 - 1. */
export function countField(value: JsonValue | undefined, at: string, min: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < min)
    throw invalidField(at, `must be a whole number >= ${min}`);
  return value as number;
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,18})?$/;

/** A non-negative decimal as text, exact; a JSON number is taken as its shortest text. */
export function decimalField(value: JsonValue | undefined, at: string): string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !DECIMAL.test(text)) throw invalidField(at, "must be a non-negative decimal");
  return text;
}

const TIME = /^(\d{4}-\d{2}-\d{2})T(?!24)\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Of the years 0000 to 9999; others are longer, and begin with a sign. */
const UTC_CHARS = "2026-11-20T15:04:05.123Z".length;

/** RFC 3339 time -> the same instant with milliseconds in UTC, so that texts compare as times. */
export function timeField(value: JsonValue | undefined, at: string): string {
  const text = stringField(value, at, 40);
  // Date.parse takes 30 February for 2 March.
  const time = isDay(TIME.exec(text)?.[1] ?? "") ? Date.parse(text) : NaN;
  const utc = Number.isNaN(time) ? "" : new Date(time).toISOString();
  // An offset can lead out of the years that compare as text.
  if (utc.length !== UTC_CHARS) throw invalidField(at, "must be an RFC 3339 time with an offset");
  return utc;
}

/** Reads a field if it is there: `...optionalField("x", o, at, read)` adds nothing otherwise. */
export function optionalField<K extends string, T>(
  key: K,
  from: JsonObject,
  at: string,
  read: (value: JsonValue, at: string) => T,
): { [P in K]?: T } {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  return value === undefined ? {} : ({ [key]: read(value, `${at}/${key}`) } as { [P in K]: T });
}
