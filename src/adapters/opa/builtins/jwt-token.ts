import { isUtf8 } from "node:buffer";
import { decodeBase64Url } from "./base64url.ts";
import { BuiltinError, isArray } from "./builtin.ts";
import { parseJson } from "./json-parse.ts";
import { ObjectValue, type Value } from "./value.ts";

/** The three sections of a token in compact form, and its header. */
export interface Token {
  /** What was signed. */
  readonly signed: string;
  readonly header: ObjectValue;
  /** The section as it stands. */
  readonly payload: string;
  readonly signature: string;
}

/** What a header says that decides how a token is checked; "" for what it does not say. */
export interface Header {
  readonly alg: string;
  readonly kid: string;
  readonly cty: string;
  /** Whether it is complete, and has nothing critical that is not known here. */
  readonly valid: boolean;
}

const REPLACEMENT = "\ufffd";

const KNOWN = ["alg", "kid", "typ", "cty", "crit"];

/** @throws BuiltinError also for encrypted tokens */
export function parseToken(text: string): Token {
  const sections = text.split(".");
  if (sections.length !== 3) throw new BuiltinError("encoded JWT must have 3 sections");
  const [head = "", payload = "", signature = ""] = sections;
  const header = jsonObject(sectionText(head));
  if (header.has("enc")) throw new BuiltinError("JWT is a JWE object, which is not supported");
  return { signed: `${head}.${payload}`, header, payload, signature };
}

/** The text of a section; Go's JSON reads a replacement character for each byte that is no text. @throws BuiltinError */
export function sectionText(section: string): string {
  const bytes = decodeBase64Url(section);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => isUtf8(bytes.subarray(at, at + size)));
    text += length === undefined ? REPLACEMENT : bytes.toString("utf8", at, at + length);
    at += length ?? 1;
  }
  return text;
}

export function jsonObject(text: string): ObjectValue {
  const value = parseJson(text);
  if (!(value instanceof ObjectValue)) throw new BuiltinError("decoded JSON type was not an object");
  return value;
}

/** @throws BuiltinError when a field has another type than it must have */
export function readHeader(header: ObjectValue): Header {
  const critical = criticalOf(header.get("crit"));
  const [alg, kid, cty] = [textField(header, "alg"), textField(header, "kid"), textField(header, "cty")];
  textField(header, "typ");
  const unknown = header.entries.some(([key]) => critical.includes(key) && !KNOWN.includes(key as string));
  return { alg, kid, cty, valid: alg !== "" && !unknown };
}

function textField(header: ObjectValue, name: string): string {
  const value = header.get(name) ?? "";
  if (typeof value !== "string") throw new BuiltinError(`${name}: must be a string`);
  return value;
}

function criticalOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  if (!isArray(value) || typeof value[0] !== "string")
    throw new BuiltinError("crit: must be a nonempty list of strings");
  return value;
}
