import { WritError } from "./errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo, tokenOf } from "./json.ts";

/** What parts of a document a policy can read: all of it, or some members of it if it is an object. */
export type Reads = "everything" | ReadonlyMap<string, Reads>;

/** A policy that nobody has analyzed may read all of both. */
export interface PolicyReads {
  readonly input: Reads;
  readonly data: Reads;
}

/** More lists than this are no saving any more, and no build writes them. */
export const MAX_READ_POINTERS = 1024;
/** Deeper parts are read with the part that they belong to. */
export const MAX_READ_DEPTH = 8;

/**
 * What JSON Pointers (RFC 6901) stand for, each with all that is beneath it; `""` is everything.
 * @throws WritError for what is no list of pointers
 */
export function readsOf(pointers: JsonValue | undefined): Reads {
  if (!Array.isArray(pointers) || pointers.length > MAX_READ_POINTERS) throw malformed();
  let reads: Reads = new Map();
  for (const pointer of pointers) {
    if (typeof pointer !== "string" || !/^(?:\/(?:[^~]|~[01])*)?$/s.test(pointer)) throw malformed();
    const keys = pointer.split("/").slice(1).map(tokenOf);
    if (keys.length > MAX_READ_DEPTH) throw malformed();
    reads = withPath(reads, keys);
  }
  return reads;
}

/** The shortest list of pointers that stands for the same, sorted. */
export function pointersOf(reads: Reads, at = ""): string[] {
  if (reads === "everything") return [at];
  return [...reads].flatMap(([key, inner]) => pointersOf(inner, pointerTo(at, key))).sort();
}

/**
 * A value without what cannot be read. What is no object stays whole, and an object stays an object, so that a policy that asks
 * for a part that is not there finds the same: nothing.
 */
export function project(value: JsonValue, reads: Reads): JsonValue {
  if (reads === "everything" || !isJsonObject(value)) return value;
  const kept: JsonObject = Object.create(null);
  for (const [key, inner] of reads) {
    const member = Object.hasOwn(value, key) ? value[key] : undefined;
    if (member !== undefined) kept[key] = project(member, inner);
  }
  return kept;
}

function withPath(reads: Reads, [key, ...rest]: readonly string[]): Reads {
  if (reads === "everything" || key === undefined) return "everything";
  return new Map(reads).set(key, withPath(reads.get(key) ?? new Map(), rest));
}

function malformed(): WritError {
  return new WritError("invalid_argument", "what the policy reads is not a list of JSON Pointers");
}
