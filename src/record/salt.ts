import { hash, randomFillSync } from "node:crypto";
import { FieldWriter } from "./encoding.ts";

/** So many that nobody finds a short text by trying. */
export const SALT_BYTES = 16;
/** One look at the system's random numbers serves this many rows. */
const SALTS_AT_ONCE = 256;

const salts = Buffer.allocUnsafeSlow(SALT_BYTES * SALTS_AT_ONCE);
let taken = SALTS_AT_ONCE;
const writer = new FieldWriter();

/** Random bytes of one row. */
export function newSalt(): Uint8Array {
  if (taken === SALTS_AT_ONCE) {
    randomFillSync(salts);
    taken = 0;
  }
  const at = SALT_BYTES * taken++;
  return Uint8Array.prototype.slice.call(salts, at, at + SALT_BYTES);
}

/** SHA-256 over the salt and the UTF-8 text. Without the salt it tells nothing of the text, which can so be erased. */
export function saltedDigest(salt: Uint8Array, text: string): Uint8Array {
  writer.begin();
  writer.raw(salt);
  writer.rawText(text);
  return hash("sha256", writer.bytes(), "buffer");
}
