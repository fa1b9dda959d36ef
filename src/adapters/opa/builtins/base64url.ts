import { BuiltinError } from "./builtin.ts";

const LINE_ENDS = /[\r\n]/g;
const URL_DIGITS = /^[A-Za-z0-9_-]*$/;
const STANDARD_DIGITS = /^[A-Za-z0-9+/]*$/;

/** OPA's base64url.decode: padding may be left out as a whole. @throws BuiltinError */
export function decodeBase64Url(text: string): Buffer {
  // OPA adds what padding is missing by the length with line ends, which Go's decoder then passes over.
  const missing = text.endsWith("=") ? 0 : (4 - (text.length % 4)) % 4;
  return decodePadded(text + "=".repeat(missing), URL_DIGITS);
}

/** What JSON Web Keys have, in whichever of the two alphabets, with padding or without (lestrrat-go/jwx). @throws BuiltinError */
export function decodeKeyBase64(text: string): Buffer {
  const digits = /[+/]/.test(text) ? STANDARD_DIGITS : URL_DIGITS;
  if (text.endsWith("=")) return decodePadded(text, digits);
  const { length } = text.replace(LINE_ENDS, "");
  return decodePadded(text + "=".repeat((4 - (length % 4)) % 4), digits);
}

/** Go's decoder. */
function decodePadded(text: string, alphabet: RegExp): Buffer {
  const plain = text.replace(LINE_ENDS, "");
  const digits = plain.replace(/={1,2}$/, "");
  if (!alphabet.test(digits) || plain.length % 4 !== 0) throw new BuiltinError("illegal base64");
  return Buffer.from(digits, "base64");
}
