import { crc32 } from "node:zlib";
import type { Finding } from "../../../../domain/action.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_CHARS = 6;
const PREFIX_CHARS = 4;
const TOKEN_CHARS = 40;

/**
 * Whether the last six characters of a token of GitHub or npm (`xyz_` and 36 characters) are the base62 form of the
 * CRC-32 of the thirty before them (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).
 */
export function hasBase62Checksum(token: string): boolean {
  if (token.length !== TOKEN_CHARS) return false;
  let rest = crc32(token.slice(PREFIX_CHARS, -CHECKSUM_CHARS));
  let text = "";
  for (let i = 0; i < CHECKSUM_CHARS; i++) {
    text = BASE62.charAt(rest % BASE62.length) + text;
    rest = Math.floor(rest / BASE62.length);
  }
  return token.endsWith(text);
}

/** A token whose checksum is wrong was most likely never issued: an example, or a token with a slip of the pen. */
export function byBase62Checksum(token: string): Finding["severity"] {
  return hasBase62Checksum(token) ? "critical" : "medium";
}
