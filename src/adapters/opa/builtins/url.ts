import { PolicyAborted } from "../errors.ts";
import { BuiltinError } from "./builtin.ts";

/** Where in a URL a text stands, which decides what is escaped in it. */
export type UrlPart = "path" | "host" | "zone" | "user" | "query" | "fragment";

/** What stands as it is beside letters, digits and `-_.~` (Go's net/url). */
const PLAIN: Readonly<Record<UrlPart, string>> = {
  path: "$&+,/:;=@",
  host: "!$&'()*+,;=:[]<>\"",
  zone: "!$&'()*+,;=:[]<>\"",
  user: "$&+,;=",
  query: "",
  fragment: "$&+,/:;=?@!()*",
};

const UNRESERVED = /[A-Za-z0-9\-_.~]/;
const ESCAPE = /^%[0-9A-Fa-f]{2}/;

const LONE_SURROGATE = 0xdc00;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Go's url.escape. */
export function escapeUrl(text: string, part: UrlPart): string {
  let escaped = "";
  for (const byte of Buffer.from(text, "utf8")) {
    const character = String.fromCharCode(byte);
    if (isPlain(character, part)) escaped += character;
    else if (part === "query" && character === " ") escaped += "+";
    else escaped += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return escaped;
}

/** Go's url.unescape. @throws BuiltinError, PolicyAborted for bytes that are no text */
export function unescapeUrl(text: string, part: UrlPart): string {
  const unescaped = unescapeBytes(text, part);
  if (!unescaped.isWellFormed()) throw new PolicyAborted("a builtin's result is not UTF-8");
  return unescaped;
}

/** Go's url.unescape; where the bytes are no text, lone surrogates stand for those above ASCII. @throws BuiltinError */
export function unescapeBytes(text: string, part: UrlPart): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    if (character === "%") {
      bytes.push(escapedByte(text.slice(at, at + 3), part));
      at += 3;
      continue;
    }
    if ((part === "host" || part === "zone") && character < "\x80" && !isPlain(character, part)) {
      throw new BuiltinError("invalid character in host name");
    }
    bytes.push(...Buffer.from(part === "query" && character === "+" ? " " : character, "utf8"));
    at += character.length;
  }
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte < 0x80 ? byte : LONE_SURROGATE + byte)).join("");
  }
}

function escapedByte(symbol: string, part: UrlPart): number {
  if (!ESCAPE.test(symbol)) throw new BuiltinError("invalid URL escape");
  const byte = Number.parseInt(symbol.slice(1), 16);
  // In a host, only bytes that are not ASCII may be escaped, and `%` itself.
  if (part === "host" && byte < 0x80 && symbol !== "%25") throw new BuiltinError("invalid URL escape");
  const zoneMay = symbol === "%25" || byte === 0x20 || (byte < 0x80 && isPlain(String.fromCharCode(byte), "host"));
  if (part === "zone" && !zoneMay) throw new BuiltinError("invalid URL escape");
  return byte;
}

function isPlain(character: string, part: UrlPart): boolean {
  return UNRESERVED.test(character) || PLAIN[part].includes(character);
}
