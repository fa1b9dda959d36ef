import { errorPointer } from "../../domain/error-pointer.ts";
import { type FieldViolation, WritError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json.ts";

/** Enough to mend a client in one go; more would only make the error long. */
const MAX_VIOLATIONS = 10;

// Line breaks of Unicode beside the control characters: an id stands in log lines.
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Returns the value as its field wants it; or notes what is wrong and returns undefined. */
export type Reader<T> = (value: JsonValue, at: string, violations: FieldViolation[]) => T | undefined;

interface OptionalField<T> {
  readonly kind: "optional";
  readonly read: Reader<T>;
}
type PresentField<T> =
  | { readonly kind: "required"; readonly read: Reader<T> }
  | { readonly kind: "defaulted"; readonly read: Reader<T>; readonly absent: T };

/** One row for each property of T, of a kind that fits whether T may lack it. */
export type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? OptionalField<Exclude<T[K], undefined>> : PresentField<T[K]>;
};

export function required<T>(read: Reader<T>): { readonly kind: "required"; readonly read: Reader<T> } {
  return { kind: "required", read };
}

export function optional<T>(read: Reader<T>): OptionalField<T> {
  return { kind: "optional", read };
}

export function defaulted<T>(read: Reader<T>, absent: T): PresentField<T> {
  return { kind: "defaulted", read, absent };
}

/**
 * Reads a whole message.
 *
 * @throws WritError `invalid_argument` with all that is wrong, up to MAX_VIOLATIONS
 */
export function readMessage<T>(read: Reader<T>, value: JsonValue, at: string): T {
  const violations: FieldViolation[] = [];
  const message = read(value, at, violations);
  const [first] = violations;
  if (first !== undefined) {
    const more = violations.length > 1 ? ` (and ${violations.length - 1} more)` : "";
    const field = first.pointer === "" ? "the request" : first.pointer;
    throw new WritError("invalid_argument", `${field}: ${first.description}${more}`, { violations });
  }
  return message as T;
}

export function report(violations: FieldViolation[], pointer: string, description: string): undefined {
  if (violations.length < MAX_VIOLATIONS) violations.push({ pointer, description });
}

/** An object with these fields and no others. */
export function object<T extends object>(fields: Fields<T>): Reader<T> {
  const rows = Object.entries<OptionalField<unknown> | PresentField<unknown>>(fields);
  return (value, at, violations) => {
    if (!isJsonObject(value)) return report(violations, at, "must be an object");
    const result: Record<string, unknown> = {};
    let known = 0;
    for (const [name, field] of rows) {
      const raw = value[name];
      if (raw !== undefined) {
        known += 1;
        result[name] = field.read(raw, `${at}/${name}`, violations);
      } else if (field.kind === "defaulted") {
        result[name] = field.absent;
      } else if (field.kind === "required") {
        report(violations, `${at}/${name}`, "is missing");
      }
    }
    const keys = Object.keys(value);
    if (keys.length !== known) {
      for (const key of keys) {
        if (!Object.hasOwn(fields, key)) report(violations, errorPointer(at, key), "is not a known field");
      }
    }
    return result as T;
  };
}

/** The reader, and then a rule over more than one of its fields. */
export function refine<T>(
  read: Reader<T>,
  rule: (value: T, at: string, violations: FieldViolation[]) => void,
): Reader<T> {
  return (value, at, violations) => {
    const result = read(value, at, violations);
    if (result !== undefined) rule(result, at, violations);
    return result;
  };
}

export function list<T>(item: Reader<T>, max: number): Reader<readonly T[]> {
  return (value, at, violations) => {
    if (!Array.isArray(value)) return report(violations, at, "must be a list");
    if (value.length > max) return report(violations, at, `must have at most ${max} items`);
    return value.map((element, index) => item(element, `${at}/${index}`, violations) as T);
  };
}

/** Text of `min` to `max` UTF-16 units, of any characters but U+0000, which PostgreSQL does not take: JSON has been looked at, a message has not. */
export function text(min: number, max: number): Reader<string> {
  return (value, at, violations) => {
    if (typeof value !== "string") return report(violations, at, "must be a string");
    if (value.length < min) return report(violations, at, "must not be empty");
    if (value.length > max) return report(violations, at, `must have at most ${max} characters`);
    if (value.includes("\0")) return report(violations, at, "holds \\u0000");
    return value;
  };
}

/** Text that stands on one line: ids, names, tokens. */
export function line(min: number, max: number): Reader<string> {
  const read = text(min, max);
  return (value, at, violations) => {
    const result = read(value, at, violations);
    if (result !== undefined && CONTROL.test(result)) return report(violations, at, "must not have control characters");
    return result;
  };
}

export function matching(pattern: RegExp, description: string): Reader<string> {
  return (value, at, violations) =>
    typeof value === "string" && pattern.test(value) ? value : report(violations, at, description);
}

export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value, at, violations) =>
    values.find((candidate) => candidate === value) ?? report(violations, at, `must be one of ${values.join(", ")}`);
}

export function integer(min: number, max: number): Reader<number> {
  return (value, at, violations) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? value
      : report(violations, at, `must be a whole number from ${min} to ${max}`);
}

export const boolean: Reader<boolean> = (value, at, violations) =>
  typeof value === "boolean" ? value : report(violations, at, "must be true or false");

export const jsonObject: Reader<JsonObject> = (value, at, violations) =>
  isJsonObject(value) ? value : report(violations, at, "must be an object");

export const json: Reader<JsonValue> = (value) => value;
