import { domainToASCII } from "node:url";
import { folded, STOP_WORDS, stem } from "./words.ts";

// A value in its normal form begins with its kind: e: (email), u: (URL), h: (host), n: (number of an account, card, phone …), w: (a word,
// an id, a path or a handle). Values of different kinds never match.

/** Values of one source that are kept. More of them are a book, and `cut` says so. */
export const MAX_VALUES = 4096;

const URLS = /\b(?:https?|wss?|ftp):\/\/[^\s"'<>()[\]{}|\\^`]+/gi;
const EMAIL = /^[^\s@:/<>()[\],;"']+@[^\s@:/<>()[\],;"']+\.[^\s@:/<>()[\],;"']+$/u;
const HOST = /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+(?:[\p{L}]{2,}|xn--[a-z0-9-]+)\.?$/u;
const BARE_URL = /^(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}(?::\d+)?[/?]/u;
/** Digits in groups, as people write accounts, cards and phones; and an IBAN (ISO 13616) in groups of four. */
const GROUPED = /\+?\d[\d .()/-]{4,}\d|\b[a-z]{2}\d{2}(?: [a-z0-9]{4}){2,7}(?: [a-z0-9]{1,4})?\b/giu;
const EDGES = /^[^\p{L}\p{N}+]+|[^\p{L}\p{N}]+$/gu;
const ALNUM = /[\p{L}\p{N}]+/gu;
/** Shorter numbers are amounts, times and counts: everybody says them. */
const MIN_DIGITS = 5;
const MAX_TOKEN_CHARS = 512;

/** What one text says. @returns values in normal form, each once, the telling ones first */
export function valuesIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const rest = folded(text).replace(URLS, (url) => {
    for (const value of urlValues(url.replace(/[.,;:!?]+$/, ""))) found.add(value);
    return " ";
  });
  for (const [group] of rest.matchAll(GROUPED)) addNumber(found, group);
  // What is said again says nothing more, and texts say much again.
  for (const run of new Set(rest.split(/[\s"'`<>()[\]{}|,;=*]+/u))) addRun(found, run);
  return found;
}

function addRun(found: Set<string>, run: string): void {
  if (run === "" || run.length > MAX_TOKEN_CHARS) return;
  const token = run.replace(EDGES, "").replace(/^mailto:/, "");
  if (token === "") return;
  const email = emailValue(token);
  if (email !== undefined) found.add(email);
  else if (HOST.test(token)) addDefined(found, hostValue(token));
  else if (BARE_URL.test(token)) for (const value of urlValues(`https://${token}`)) found.add(value);
  addNumber(found, token);
  const parts = wordsOf(token);
  if (parts.length !== 1 || parts[0] !== stem(token)) found.add(`w:${token}`);
  for (const part of parts) if (part.length > 1 && !STOP_WORDS.has(part)) found.add(`w:${part}`);
}

/** How one value of a call is looked for. */
export interface Probe {
  /** Any one of them found is the value itself. */
  readonly exact: readonly string[];
  /** All of them found are the value in other words. */
  readonly words: readonly string[];
  /** An address or a number is trusted only as a whole: its parts, said one by one, are another thing. */
  readonly address: boolean;
}

/** @param kind of a destination, where that is known */
export function probeOf(value: string, kind = ""): Probe {
  const text = folded(value).trim();
  const token = text.replace(EDGES, "");
  const words = wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => `w:${word}`);
  const url = /^(?:(?:https?|wss?|ftp):)?\/\//.test(text) ? urlValues(text.replace(/^\/\//, "https://")) : [];
  if (url.length > 0) return { exact: url.slice(0, 1), words, address: true };
  const address = emailValue(token.replace(/^mailto:/, "")) ?? (kind === "host" ? hostValue(token) : undefined);
  if (address !== undefined) return { exact: [address], words, address: true };
  const number = numberValue(text);
  if (number !== undefined) return { exact: [number], words, address: true };
  const host = HOST.test(token) ? hostValue(token) : undefined;
  return {
    exact: [`w:${token}`, ...(host === undefined ? [] : [host])].filter((it) => it !== "w:"),
    words,
    address: false,
  };
}

/** The host of a URL, as a value; undefined of what is none. */
export function hostOf(value: string): string | undefined {
  return urlValues(folded(value).trim().replace(/^\/\//, "https://"))[1];
}

export function wordsOf(text: string): readonly string[] {
  return (text.match(ALNUM) ?? []).map(stem);
}

function urlValues(text: string): readonly string[] {
  try {
    const url = new URL(text);
    const host = hostValue(url.hostname);
    // Without its scheme, which people leave out, and its fragment, which no server gets.
    const place = `${url.host.replace(/\.(?=$|:)/, "").replace(/^www\./, "")}${unescaped(url.pathname)}${unescaped(url.search)}`;
    return [`u:${place.replace(/\/$/, "").toLowerCase()}`, ...(host === undefined ? [] : [host])];
  } catch {
    return [];
  }
}

/** RFC 3986 section 6.2.2.2: an escape of a character that needs none is that character. */
function unescaped(part: string): string {
  return part.replace(/%([0-7][0-9a-f])/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : whole;
  });
}

function emailValue(token: string): string | undefined {
  // Most words have none, and are told so sooner than by the pattern.
  if (!token.includes("@") || !EMAIL.test(token)) return undefined;
  const at = token.lastIndexOf("@");
  const domain = domainToASCII(token.slice(at + 1).replace(/\.$/, ""));
  return domain === "" ? undefined : `e:${token.slice(0, at)}@${domain}`;
}

function hostValue(token: string): string | undefined {
  const host = domainToASCII(token.replace(/\.$/, "")).replace(/^www\./, "");
  return host === "" ? undefined : `h:${host}`;
}

function addNumber(found: Set<string>, text: string): void {
  addDefined(found, numberValue(text));
}

/** What has digits enough to be the number of something, without the signs between them. */
function numberValue(text: string): string | undefined {
  if (text.length > 64 || !/^[+\p{L}\p{N} .()/_-]+$/u.test(text)) return undefined;
  if ((text.match(/\d/g)?.length ?? 0) < MIN_DIGITS || /^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  // A name with a number behind it is an id, and is read as one.
  if (/\p{L}{4,}/u.test(text) && !/^[a-z]{2}\d{2}/.test(text)) return undefined;
  return `n:${text.replace(/[^\p{L}\p{N}]+/gu, "")}`;
}

function addDefined(found: Set<string>, value: string | undefined): void {
  if (value !== undefined) found.add(value);
}
