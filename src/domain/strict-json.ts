import { invalidField } from "./errors.ts";
import type { JsonValue } from "./json.ts";
import { MAX_JSON_DEPTH } from "./limits.ts";
import { diagnoseJson, diagnoseValue, stringProblem } from "./strict-json-diagnose.ts";
import { SAFE_DIGITS, survivesDouble } from "./strict-json-number.ts";

const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const LOWER_E = 0x65;
const LOWER_U = 0x75;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

// A BOM is kept, to be refused: RFC 8259 section 8.1 forbids sending one.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads JSON (RFC 8259) of which every reader understands the same: no duplicate keys, no number that a double rounds, no
 * `\u0000` and no lone surrogate, valid UTF-8 without BOM, at most MAX_JSON_DEPTH levels.
 *
 * @param at where the text stands in the request, as JSON Pointer; each of its tokens counts as one level of depth
 * @throws WritError `invalid_argument`, which names the field and never repeats a value
 */
export function parseStrictJson(text: string | Uint8Array, at = ""): JsonValue {
  const source = typeof text === "string" ? text : decodeUtf8(text, at);
  const maxDepth = MAX_JSON_DEPTH - levelsAbove(at);
  const scan = scanJson(source, maxDepth);
  if (scan === undefined) throw diagnoseJson(source, at, maxDepth);
  let value: JsonValue;
  try {
    value = JSON.parse(source) as JsonValue;
  } catch {
    // Without its cause: V8's message quotes the text.
    throw diagnoseJson(source, at, maxDepth);
  }
  const escaped = scan < 0;
  const colons = escaped ? ~scan : scan;
  // Text that came as UTF-8 has surrogates only by escapes; text that came as a string may hold lone ones.
  const wellFormed = typeof text !== "string" || source.isWellFormed();
  if (!wellFormed || countKeys(value, escaped) !== colons) throw diagnoseJson(source, at, maxDepth);
  return value;
}

/**
 * Holds a value that did not come from text (a `google.protobuf.Value`) to what parseStrictJson holds text to.
 *
 * @throws WritError `invalid_argument`, which names the field and never repeats a value
 */
export function checkStrictValue(value: JsonValue, at = ""): void {
  const problem = diagnoseValue(value, at, MAX_JSON_DEPTH - levelsAbove(at));
  if (problem !== undefined) throw problem;
}

/** @throws WritError `invalid_argument` */
export function decodeUtf8(bytes: Uint8Array, at: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalidField(at, "is not valid UTF-8");
  }
}

function levelsAbove(at: string): number {
  let levels = 0;
  for (let i = at.indexOf("/"); i >= 0; i = at.indexOf("/", i + 1)) levels += 1;
  return levels;
}

/**
 * One pass over the text, valid or not: how many colons stand outside strings, complemented (`~`) where a `\u` escape
 * occurs; undefined when the text is too deep or holds a number that a double rounds. One number instead of an object,
 * because this runs for each request.
 */
function scanJson(text: string, maxDepth: number): number | undefined {
  let colons = 0;
  let depth = 0;
  let escaped = false;
  const end = text.length;
  for (let i = 0; i < end; i += 1) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      for (i += 1; i < end; i += 1) {
        const s = text.charCodeAt(i);
        if (s === QUOTE) break;
        if (s === BACKSLASH) {
          i += 1;
          if (text.charCodeAt(i) === LOWER_U) escaped = true;
        }
      }
    } else if (c === COLON) {
      colons += 1;
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return undefined;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      depth -= 1;
    } else if (c === MINUS || (c >= ZERO && c <= NINE)) {
      const after = endOfNumber(text, i);
      if (after < 0) return undefined;
      i = after - 1;
    }
  }
  return escaped ? ~colons : colons;
}

/** The index after the number that starts at `start`, or -1 when a double rounds it. */
function endOfNumber(text: string, start: number): number {
  let i = start + 1;
  let exponent = false;
  for (; ; i += 1) {
    const c = text.charCodeAt(i);
    if ((c >= ZERO && c <= NINE) || c === DOT) continue;
    if (c === LOWER_E || c === UPPER_E) exponent = true;
    else if (c !== PLUS && c !== MINUS) break;
  }
  if (!exponent && i - start <= SAFE_DIGITS) return i;
  return survivesDouble(text.slice(start, i)) ? i : -1;
}

/**
 * How many keys the objects in the value have, which is less than its text had colons where a key stood twice.
 * With `checkStrings`, -Infinity when a string or key holds what no store takes.
 */
function countKeys(value: JsonValue, checkStrings: boolean): number {
  if (typeof value !== "object" || value === null) {
    return checkStrings && typeof value === "string" && stringProblem(value) !== undefined
      ? Number.NEGATIVE_INFINITY
      : 0;
  }
  if (Array.isArray(value)) {
    let inside = 0;
    for (const item of value) inside += countKeys(item, checkStrings);
    return inside;
  }
  const keys = Object.keys(value);
  let count = keys.length;
  for (const key of keys) {
    if (checkStrings && stringProblem(key) !== undefined) return Number.NEGATIVE_INFINITY;
    count += countKeys(value[key] as JsonValue, checkStrings);
  }
  return count;
}
