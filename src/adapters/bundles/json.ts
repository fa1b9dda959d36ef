import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { scanJsonText } from "./json-scan.ts";
import { MAX_DATA_DEPTH } from "./limits.ts";
import { refused } from "./refused.ts";

// OPA keeps a number as the text it was written with: its signatures cover `1.0` and `1` as different numbers, and a policy's
// data may hold integers that no double does.

/** A number whose text JavaScript would write otherwise. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Document = null | boolean | string | number | NumberText | readonly Document[] | DocumentObject;

export interface DocumentObject {
  readonly [key: string]: Document;
}

const SURROGATE = /[\ud800-\udfff]/;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** With the third parameter that TypeScript's library leaves out: what the value was written as. */
type ReviverOfSource = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** @throws WritError `invalid_argument` which names the file */
export function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refused(`${name} is not UTF-8`);
  }
}

/**
 * Reads JSON as Go's encoding/json does: of two members with one name the last counts.
 *
 * @throws WritError `invalid_argument` which names the file, and repeats nothing of it
 */
export function parseDocument(name: string, text: string): Document {
  const { depth, numbersExact } = scanJsonText(text);
  if (depth > MAX_DATA_DEPTH) throw refused(`${name} nests deeper than ${MAX_DATA_DEPTH} levels`);
  const keepText: ReviverOfSource = (_key, value, { source }) =>
    typeof value === "number" && String(value) !== source ? new NumberText(source as string) : value;
  try {
    // A reviver makes reading some twenty times slower; few documents need it.
    if (numbersExact) return JSON.parse(text) as Document;
    return JSON.parse(text, keepText as (this: unknown, key: string, value: unknown) => unknown) as Document;
  } catch {
    // Without its cause: V8's message quotes the text.
    throw refused(`${name} is not JSON`);
  }
}

/** @throws WritError `invalid_argument` which names the file */
export function parseObject(name: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(decodeText(name, bytes));
  } catch {
    throw refused(`${name} is not JSON`);
  }
  if (!isJsonObject(value)) throw refused(`${name} is not a JSON object`);
  return value;
}

export function isDocumentObject(document: Document | undefined): document is DocumentObject {
  return (
    typeof document === "object" && document !== null && !Array.isArray(document) && !(document instanceof NumberText)
  );
}

/** The text of a document as Go writes it, without HTML escapes, members in the order of their names' bytes. */
export function canonicalText(document: Document): string {
  if (typeof document === "string") return stringText(document);
  if (typeof document !== "object" || document === null) return String(document);
  if (document instanceof NumberText) return document.text;
  if (!isDocumentObject(document)) return `[${document.map(canonicalText).join(",")}]`;
  const members = sortedKeys(document).map((key) => `${stringText(key)}:${canonicalText(document[key] as Document)}`);
  return `{${members.join(",")}}`;
}

/** Go puts U+FFFD for a surrogate alone, and escapes the line separators of JavaScript (encoding/json, `appendString`). */
function stringText(text: string): string {
  const quoted = JSON.stringify(text.toWellFormed());
  return quoted.includes("\u2028") || quoted.includes("\u2029")
    ? quoted.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")
    : quoted;
}

/** JavaScript compares UTF-16 units, which puts U+FFFD behind an emoji; Go compares bytes. */
function sortedKeys(object: DocumentObject): readonly string[] {
  const keys = Object.keys(object);
  return keys.some((key) => SURROGATE.test(key))
    ? keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    : keys.sort();
}
