import { plainly } from "../../domain/http-call.ts";
import type { JsonObject, JsonValue } from "../../domain/json.ts";

/** A request target by its parts. */
export interface Target {
  readonly path: string;
  readonly query: JsonObject;
  /** Why servers could read it in different ways. */
  readonly doubts: readonly string[];
}

/** Each is a way to reach one route by a path that looks like another's: some servers see through it, others do not. */
const DOUBTFUL: readonly (readonly [doubt: string, pattern: RegExp])[] = [
  ["empty_segment", /\/\//],
  ["backslash", /\\|%5c/i],
  ["encoded_slash", /%2f/i],
  ["encoded_twice", /%25(?:25)*(?:2e|2f|5c|3b)/i],
  ["path_parameter", /;|%3b/i],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what one server cuts off and another keeps
  ["control", /[\u0000-\u0020\u007f]|%(?:0[0-9a-f]|1[0-9a-f]|7f)/i],
  ["not_ascii", /[\u0080-\uffff]/],
  ["broken_escape", /%(?![0-9a-f]{2})/i],
  ["fragment", /#/],
  ["dot_segment", /(?:^|\/)\.\.?(?:\/|$)/],
];

/** Members by which frameworks let a request be of another method than it says. */
const METHOD_MEMBERS = new Set(["_method", "_httpmethod", "x-http-method-override"]);

export function isMethodMember(name: string): boolean {
  return METHOD_MEMBERS.has(name.toLowerCase());
}

/** Splits a target (RFC 9112 section 3.2.1) and takes `base` off its path, which is where the server's own paths begin. */
export function readTarget(target: string, base: string): Target | undefined {
  const [, raw = "", search] = /^([^?]*)(?:\?(.*))?$/s.exec(target) ?? [];
  const path = plainly(raw);
  const below =
    base === "" ? path : path.startsWith(`${base}/`) || path === base ? path.slice(base.length) || "/" : undefined;
  if (below === undefined) return undefined;
  const doubts = DOUBTFUL.filter(([, pattern]) => pattern.test(path)).map(([doubt]) => doubt);
  if (search === undefined || search === "") return { path: below, query: {}, doubts };
  const query = readForm(search);
  return { path: below, query: query.value, doubts: [...doubts, ...query.doubts] };
}

/**
 * `application/x-www-form-urlencoded` as WHATWG reads it (URL standard, section 5.1). A name that is there several times
 * has the list of its values: which of them counts is the server's choice.
 */
export function readForm(text: string): { readonly value: JsonObject; readonly doubts: readonly string[] } {
  const values = new Map<string, JsonValue>();
  const doubts = new Set<string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const there = values.get(name);
    values.set(name, there === undefined ? value : Array.isArray(there) ? [...there, value] : [there, value]);
    if (isMethodMember(name)) doubts.add("method_override");
  }
  if (text.includes(";")) doubts.add("query_separator");
  if (/%(?![0-9a-f]{2})/i.test(text)) doubts.add("broken_escape");
  if (text.includes("%00")) doubts.add("control");
  return { value: Object.fromEntries(values), doubts: [...doubts] };
}
