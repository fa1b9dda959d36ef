import { hash } from "node:crypto";
import { BoundedMap } from "../../domain/bounded-map.ts";
import { type JsonObject, type JsonValue, pointerTo } from "../../domain/json.ts";
import { findSecrets, isSecretUnder } from "../analyzers/secrets/index.ts";
import { decodedStretches } from "../analyzers/text/stretches.ts";

/** What stands where a secret stood. */
export const REDACTED = "[REDACTED]";

/** What is left of a text may bring two halves of a name and a value together; random texts need three rounds at most. */
const MAX_ROUNDS = 6;

/** A shorter text is looked through as soon as its digest is made; a longer one is seldom sent twice. */
const MIN_REMEMBERED_CHARS = 64;
const MAX_REMEMBERED_CHARS = 16_384;

/** Texts without a secret, by digest: a task's prompt comes with each of its calls. */
const clean = new BoundedMap<true>(1_024);

/**
 * The text with every secret replaced by REDACTED, those in base64 or hexadecimal too; a text without one comes back as
 * the same string.
 */
export function redact(text: string): string {
  if (text.length < MIN_REMEMBERED_CHARS || text.length > MAX_REMEMBERED_CHARS) return redactAnew(text);
  const digest = hash("sha256", text, "base64");
  if (clean.get(digest) === true) return text;
  const result = redactAnew(text);
  if (result === text) clean.set(digest, true);
  return result;
}

function redactAnew(text: string): string {
  let result = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const spans = apart([...findSecrets(result), ...encodedSecrets(result)]);
    if (spans.length === 0) break;
    result = withoutSpans(result, spans);
  }
  return result;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Encoded stretches whose plain form has a secret in it. */
function encodedSecrets(text: string): readonly Span[] {
  return decodedStretches(text, { inflated: 0 }).filter((stretch) => findSecrets(stretch.text).length > 0);
}

/** The spans in order, those that overlap as one. */
function apart(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || start >= last.end) result.push({ start, end });
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  }
  return result;
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of spans) {
    kept += text.slice(from, start) + REDACTED;
    from = end;
  }
  return kept + text.slice(from);
}

/** A JSON value without secrets, and where they were. */
export interface Redacted {
  readonly value: JsonValue;
  /** JSON Pointers of the strings, numbers and branches that were changed, in the value as it is now. */
  readonly paths: readonly string[];
}

/** Decoded JSON is no deeper (MAX_JSON_DEPTH); what is deeper is not looked at, and so not kept. */
const MAX_DEPTH = 64;

/**
 * The value with every secret in its strings and keys replaced, and with what stands under a name such as `password`
 * replaced whole. A value without secrets comes back as the same object.
 */
export function redactValue(value: JsonValue): Redacted {
  const paths: string[] = [];
  return { value: redacted(value, "", "", 0, paths), paths };
}

function redacted(value: JsonValue, name: string, at: string, depth: number, paths: string[]): JsonValue {
  if (typeof value === "string" || typeof value === "number") {
    const result = redactedLeaf(value, name);
    if (result !== value) paths.push(at);
    return result;
  }
  if (value === null || typeof value === "boolean") return value;
  if (depth >= MAX_DEPTH) {
    paths.push(at);
    return REDACTED;
  }
  if (!Array.isArray(value)) return redactedObject(value, at, depth, paths);
  const items = value.map((item, i) => redacted(item, name, pointerTo(at, i), depth + 1, paths));
  return items.some((item, i) => item !== value[i]) ? items : value;
}

function redactedLeaf(value: string | number, name: string): string | number {
  if (name !== "" && isSecretUnder(name, String(value))) return REDACTED;
  return typeof value === "string" ? redact(value) : value;
}

function redactedObject(value: JsonObject, at: string, depth: number, paths: string[]): JsonObject {
  const told = toldName(value);
  const result: JsonObject = {};
  let changed = false;
  for (const [key, item] of Object.entries(value)) {
    const safeKey = freeKey(redact(key), key, [value, result]);
    const name = told !== undefined && key === told.under ? told.name : key;
    const safeItem = redacted(item, name, pointerTo(at, safeKey), depth + 1, paths);
    if (safeKey !== key) paths.push(pointerTo(at, safeKey));
    changed ||= safeKey !== key || safeItem !== item;
    // A plain assignment would set the prototype for the key "__proto__".
    Object.defineProperty(result, safeKey, { value: safeItem, enumerable: true, writable: true, configurable: true });
  }
  return changed ? result : value;
}

/** A key that no other member has: two redacted keys may not become one. */
function freeKey(safe: string, key: string, taken: readonly JsonObject[]): string {
  if (safe === key) return key;
  let free = safe;
  for (let i = 2; taken.some((object) => Object.hasOwn(object, free)); i++) free = `${safe} ${i}`;
  return free;
}

/** `{"name": "Authorization", "value": "…"}`: lists of headers, variables and parameters carry the name beside the value. */
function toldName(value: JsonObject): { readonly name: string; readonly under: string } | undefined {
  for (const namedBy of ["name", "key", "header", "variable"]) {
    const name = value[namedBy];
    if (typeof name === "string" && Object.hasOwn(value, "value")) return { name, under: "value" };
  }
  return undefined;
}
