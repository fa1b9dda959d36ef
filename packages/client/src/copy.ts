import { WritUnavailable } from "./errors.ts";
import { type JsonValue, pointerTo } from "./json.ts";

/** Writ refuses deeper JSON; and a value that contains itself ends here. */
const MAX_DEPTH = 64;

/**
 * A deep, frozen copy of a JSON value: what was asked about is what runs, whoever holds the original.
 * Members that are `undefined` are left out, as in JSON text.
 *
 * @throws WritUnavailable `request_invalid` for what JSON text would say differently (a Date, NaN, a Map, a BigInt), by JSON Pointer
 */
export function frozenCopy<T>(value: T): T {
  return copy(value, "", 0) as T;
}

function copy(value: unknown, at: string, depth: number): JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value !== "object") throw invalid(at, `${typeof value} is no JSON value`);
  if (depth === MAX_DEPTH) throw invalid(at, `is deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value))
    return Object.freeze(Array.from(value, (item, i) => copy(item, pointerTo(at, i), depth + 1)));
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm has another Object.prototype, which is the end of its chain all the same.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw invalid(at, "is no plain object");
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  // fromEntries makes own members of all names, `__proto__` too.
  return Object.freeze(
    Object.fromEntries(entries.map(([key, item]) => [key, copy(item, pointerTo(at, key), depth + 1)])),
  );
}

function invalid(at: string, what: string): WritUnavailable {
  return new WritUnavailable("request_invalid", `the request's ${at === "" ? "value" : at} ${what}`, { fields: [at] });
}
