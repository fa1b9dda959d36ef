import { MAX_NAME_CHARS } from "./names.ts";

/** A name that stands before a separator. */
export interface NameBefore {
  readonly name: string;
  readonly start: number;
  /** Whether quotes or brackets are around it: JSON, `config["x"]`. */
  readonly quoted: boolean;
}

/** Blanks between a name and its separator; columns of aligned settings are no wider. */
const MAX_BLANKS = 40;

const QUOTES = "\"'`";

function isNameUnit(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e ||
    code >= 0x80
  );
}

/** The name that ends before `separator`, or undefined where none does. */
export function nameBefore(text: string, separator: number): NameBefore | undefined {
  let end = separator;
  const blanksFrom = Math.max(0, separator - MAX_BLANKS);
  while (end > blanksFrom && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0x09)) end--;
  const nameEnd = end;
  while (end > nameEnd - 3 && text.charCodeAt(end - 1) === 0x2a) end--;
  if (text.charCodeAt(end - 1) === 0x5d) end--;
  if (end > 0 && QUOTES.includes(text.charAt(end - 1))) {
    end--;
    while (end > 0 && text.charCodeAt(end - 1) === 0x5c) end--;
  }
  let start = end;
  const from = Math.max(0, end - MAX_NAME_CHARS);
  while (start > from && isNameUnit(text.charCodeAt(start - 1))) start--;
  // A name that goes on before the window is none.
  if (start === end || (start === from && start > 0 && isNameUnit(text.charCodeAt(start - 1)))) return undefined;
  // Behind a backslash the first letter belongs to an escape: "\npassword=…" in a JSON string.
  if (text.charCodeAt(start - 1) === 0x5c && /[nrt]/.test(text.charAt(start))) start++;
  // Behind a percent sign two digits belong to an escape: "a=b%26password%3D…".
  if (text.charCodeAt(start - 1) === 0x25 && /^[0-9A-Fa-f]{2}/.test(text.slice(start, start + 2))) start += 2;
  return start >= end
    ? undefined
    : { name: text.slice(start, end), start, quoted: end !== nameEnd && text.charCodeAt(nameEnd - 1) !== 0x2a };
}
