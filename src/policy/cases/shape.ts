import { isJsonObject, type JsonValue } from "../../domain/json.ts";
import { didYouMean } from "../did-you-mean.ts";

/** Notes what is wrong with the value at these keys, and what to do about it. */
export type Report = (keys: readonly string[], message: string, hint?: string) => void;

/** What a value has to be; notes what it is not. */
export type Shape = (value: JsonValue, keys: readonly string[], report: Report) => void;

export const anything: Shape = () => undefined;

function being(what: string, is: (value: JsonValue) => boolean): Shape {
  return (value, keys, report) => {
    if (!is(value)) report(keys, `${nameOf(keys)} must be ${what}`);
  };
}

export const text = being("text; put it into quotes", (value) => typeof value === "string" && value !== "");
export const flag = being("true or false", (value) => typeof value === "boolean");
export const count = being(
  "a whole number that is not negative",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const someObject = being("a map of fields", isJsonObject);
export const decimal = being("a decimal number that is not negative", (value) => /^\d+(?:\.\d+)?$/.test(String(value)));

export const time = being(
  'a time with its offset, like "2026-11-20T10:00:00Z"',
  (value) =>
    typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
);

/** @param meant what people write for one of the values */
export function oneOf(values: readonly string[], meant: Readonly<Record<string, string>> = {}): Shape {
  return (value, keys, report) => {
    if (values.includes(value as string)) return;
    const word = String(value).toLowerCase();
    const other = Object.hasOwn(meant, word) ? `did you mean ${meant[word]}?` : didYouMean(word, values);
    report(keys, `${nameOf(keys)} must be one of ${values.join(", ")}`, other);
  };
}

export function listOf(item: Shape): Shape {
  return (value, keys, report) => {
    if (!Array.isArray(value)) report(keys, `${nameOf(keys)} must be a list: one line an item, each with a dash`);
    else for (const [at, element] of value.entries()) item(element, [...keys, String(at)], report);
  };
}

export function mapOf(item: Shape): Shape {
  return (value, keys, report) => {
    if (!isJsonObject(value)) someObject(value, keys, report);
    else for (const [key, element] of Object.entries(value)) item(element, [...keys, key], report);
  };
}

/** The word, or what the shape says. */
export function wordOr(word: string, shape: Shape): Shape {
  return (value, keys, report) => {
    if (value === word) return;
    if (typeof value === "string") report(keys, `${nameOf(keys)} must be ${word}, or a map of fields`);
    else shape(value, keys, report);
  };
}

export function textOr(shape: Shape): Shape {
  return (value, keys, report) => (typeof value === "string" ? text : shape)(value, keys, report);
}

/** An empty value, which takes a default away. */
export function orEmpty(shape: Shape): Shape {
  return (value, keys, report) => (value === null ? undefined : shape(value, keys, report));
}

/**
 * These fields and no others.
 * @param elsewhere where a field belongs that people put here
 */
export function fields(
  known: Readonly<Record<string, Shape>>,
  elsewhere: Readonly<Record<string, string>> = {},
): Shape {
  return (value, keys, report) => {
    if (!isJsonObject(value)) return someObject(value, keys, report);
    for (const [key, element] of Object.entries(value)) {
      const shape = Object.hasOwn(known, key) ? known[key] : undefined;
      if (shape !== undefined) shape(element, [...keys, key], report);
      else report([...keys, key], `${key} is not a field here`, hintFor(key, Object.keys(known), elsewhere));
    }
  };
}

function hintFor(key: string, known: readonly string[], elsewhere: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(elsewhere, key)) return `it belongs under ${elsewhere[key]}`;
  return didYouMean(key, known) ?? `there are ${known.join(", ")}`;
}

/** `expect.grant.audience`: what people call a place; the position in the list of cases says nothing. */
function nameOf(keys: readonly string[]): string {
  return keys.at(-1) ?? "it";
}
