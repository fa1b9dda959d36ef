import { gunzipSync, inflateSync } from "node:zlib";
import { MAX_INFLATED, MAX_LAYER_CHARS, MAX_STRETCHES } from "./limits.ts";
import { isText } from "./printable.ts";

/** A text that stands encoded as one stretch of another. */
export interface Stretch {
  readonly how: readonly string[];
  readonly text: string;
  /** UTF-16 offsets of the encoded stretch. */
  readonly start: number;
  readonly end: number;
}

type Decoded = Pick<Stretch, "how" | "text">;

/** Base64 in lines of the length that MIME and PEM give them, or in one stretch of either alphabet; shorter ones are words. */
const BASE64 = /(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{4,76}={0,2}|[A-Za-z0-9+/_-]{12,}={0,2}/g;
/** A stretch of a URL or path, of which each part may be encoded by itself. */
const BASE64_PARTS = /[A-Za-z0-9+]{12,}={0,2}/g;
const HEX = /(?:0x)?(?:[0-9A-Fa-f]{2}){6,}|[0-9A-Fa-f]{2}(?:[ :,-][0-9A-Fa-f]{2}){5,}/g;
/** Numbers in decimal are no text in hexadecimal, unless they are longer than any number. */
const MIN_DECIMAL_DIGITS = 24;
const BASE32 = /[A-Z2-7]{16,}={0,6}/g;

const GZIP = "H4sI";
const ZLIB = /^e[AFJN]/;

/** JSON Web Tokens have a finding of their own, and their parts are JSON that hides nothing. */
const TOKEN = /(?<![\w-])eyJ[\w-]{10,}\.[\w-]*(?:\.[\w-]*){0,3}/g;

function withoutTokens(text: string): string {
  if (!text.includes("eyJ")) return text;
  return text.replace(TOKEN, (token) => {
    const header = Buffer.from(token.slice(0, 16), "base64url").toString("latin1");
    return header.startsWith('{"') ? " ".repeat(token.length) : token;
  });
}

/** Names of things that are hexadecimal and no text. */
const UUID = /(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/gi;

function withoutUuids(text: string): string {
  return text.replace(UUID, " ".repeat(36));
}

/** What undoing one text may still cost. */
export interface Budget {
  inflated: number;
}

/** Printable texts that stand in base64, hexadecimal or base32. */
export function decodedStretches(whole: string, budget: Budget): readonly Stretch[] {
  const text = withoutUuids(withoutTokens(whole));
  return [
    ...stretchesOf(text, BASE64, (run) => fromRun(run, budget)),
    ...stretchesOf(text, HEX, (run) => {
      const digits = run.replace(/^0x|[ :,-]/g, "");
      if (digits.length % 2 !== 0 || (digits.length < MIN_DECIMAL_DIGITS && !/[A-Fa-f]/.test(digits))) return [];
      return stretchOf(["hex"], textOf(Buffer.from(digits, "hex")));
    }),
    ...stretchesOf(text, BASE32, (run) => stretchOf(["base32"], textOf(fromBase32(run)))),
  ];
}

function stretchesOf(text: string, pattern: RegExp, decode: (run: string) => readonly Decoded[]): Stretch[] {
  const stretches: Stretch[] = [];
  let tried = 0;
  for (const { 0: run, index } of text.matchAll(pattern)) {
    if (++tried > MAX_STRETCHES) break;
    for (const decoded of decode(run)) stretches.push({ ...decoded, start: index, end: index + run.length });
  }
  return stretches;
}

function stretchOf(how: readonly string[], text: string | undefined): readonly Decoded[] {
  return text === undefined ? [] : [{ how, text }];
}

function fromRun(run: string, budget: Budget): readonly Decoded[] {
  const whole = fromBase64(run, budget);
  if (whole !== undefined) return [whole];
  if (!/[/_-]/.test(run)) return [];
  return (run.match(BASE64_PARTS) ?? []).flatMap((part) => fromBase64(part, budget) ?? []);
}

function fromBase64(run: string, budget: Budget): Decoded | undefined {
  const digits = run.replace(/[\r\n]/g, "");
  const padded = digits.replace(/={1,6}$/, "");
  if (padded.length % 4 === 1) return undefined;
  // Without padding and within one word, only a length that needs none is a sign of base64.
  if (padded.length < 24 && digits.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(padded, "base64");
  const plain = textOf(bytes);
  if (plain !== undefined) return { how: ["base64"], text: plain };
  if (!digits.startsWith(GZIP) && !ZLIB.test(digits)) return undefined;
  if (++budget.inflated > MAX_INFLATED) return undefined;
  const inflated = textOf(inflate(bytes, digits.startsWith(GZIP)));
  return inflated === undefined
    ? undefined
    : { how: ["base64", digits.startsWith(GZIP) ? "gzip" : "zlib"], text: inflated };
}

function inflate(bytes: Buffer, gzip: boolean): Buffer {
  try {
    return gzip
      ? gunzipSync(bytes, { maxOutputLength: MAX_LAYER_CHARS })
      : inflateSync(bytes, { maxOutputLength: MAX_LAYER_CHARS });
  } catch {
    // Not compressed after all, cut off, or a bomb: there is no text to look at.
    return Buffer.alloc(0);
  }
}

/** What may be encoded once more. */
const ENCODED = /^[A-Za-z0-9+/=_%&#;\\\s-]{12,}$/;

/** The bytes as text, in UTF-8 or in UTF-16 as PowerShell encodes its commands; undefined where they are none. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  const wide = bytes.length % 2 === 0 && bytes.length >= 12 && bytes[1] === 0 && bytes[3] === 0;
  const text = bytes.toString(wide ? "utf16le" : "utf8");
  return ENCODED.test(text) || isText(text) ? text : undefined;
}

const BASE32_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(run: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const digit of run.replace(/={1,6}$/, "")) {
    value = (value << 5) | BASE32_DIGITS.indexOf(digit);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
