import { MAX_ID_CHARS } from "./limits.ts";

/** A name that can be written down: no characters of control or format, so that whoever reads a log sees it as it is. */
export function isName(text: string): boolean {
  return text !== "" && text.length <= MAX_ID_CHARS && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}
