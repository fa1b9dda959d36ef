import { BuiltinError } from "./builtin.ts";

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/** OPA's base64url.decode: padding may be left out as a whole. @throws BuiltinError */
export function decodeBase64Url(text: string): Buffer {
  // Go's decoder passes over line ends.
  const plain = text.replace(/[\r\n]/g, "");
  const digits = plain.replace(/={1,2}$/, "");
  const isPadded = plain.endsWith("=");
  if (!ALPHABET.test(digits) || digits.length % 4 === 1 || (isPadded && plain.length % 4 !== 0)) {
    throw new BuiltinError("illegal base64url string");
  }
  return Buffer.from(digits, "base64url");
}
