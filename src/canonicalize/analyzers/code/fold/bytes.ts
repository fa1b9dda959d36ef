import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { MAX_FOLDED_CHARS } from "../limits.ts";

/** Bytes are texts of one character a byte, as latin1 reads them. */

export function utf8ToBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text of the bytes: UTF-8 where it is, else as it stands. */
export function bytesToUtf8(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes) || /[^\0-\xff]/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, "latin1").toString("utf8");
  return text.includes("\uFFFD") ? bytes : text;
}

export function fromBase64(text: string): string | undefined {
  const compact = text.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, "base64").toString("latin1");
}

export function toBase64(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("base64");
}

export function fromHex(text: string): string | undefined {
  const compact = text.replace(/\s+/g, "");
  return /^(?:[0-9a-fA-F]{2})*$/.test(compact) ? Buffer.from(compact, "hex").toString("latin1") : undefined;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, section 6. */
export function fromBase32(text: string): string | undefined {
  let bits = 0;
  let value = 0;
  const bytes: number[] = [];
  for (const char of text.toUpperCase().replace(/[\s=]+/g, "")) {
    const digit = BASE32.indexOf(char);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes).toString("latin1");
}

export function rot13(text: string): string {
  return text.replace(/[A-Za-z]/g, (char) => {
    const base = char <= "Z" ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });
}

const INFLATERS = { zlib: inflateSync, gzip: gunzipSync, raw: inflateRawSync, brotli: brotliDecompressSync } as const;

/** What compressed bytes hold, or undefined where they are broken or hold more than anybody would write by hand. */
export function inflate(bytes: string, format: keyof typeof INFLATERS): string | undefined {
  try {
    return INFLATERS[format](Buffer.from(bytes, "latin1"), { maxOutputLength: MAX_FOLDED_CHARS }).toString("latin1");
  } catch {
    // Not of this format, or larger: it stays unknown.
    return undefined;
  }
}
