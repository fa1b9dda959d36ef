/** ASCII white space and control characters, and the Unicode ones that some database takes for white space. */
export function isSpace(char: number): boolean {
  if (char <= 0x20) return true;
  if (char < 0x80) return char === 0x7f;
  return (
    char === 0xa0 || char === 0x85 || char === 0xfeff || char === 0x3000 || char === 0x1680 || isGeneralSpace(char)
  );
}

/** Spaces, zero-width and direction marks of the block "General Punctuation". */
function isGeneralSpace(char: number): boolean {
  return (char >= 0x2000 && char <= 0x200f) || (char >= 0x2028 && char <= 0x202f) || (char >= 0x205f && char <= 0x206f);
}

export function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}

/** Letters, `_`, and everything that is not ASCII and no space. */
export function isWordStart(char: number): boolean {
  if (char < 0x80) return (char >= 0x61 && char <= 0x7a) || (char >= 0x41 && char <= 0x5a) || char === 0x5f;
  return char >= 0x80 && !isSpace(char);
}

/** What may follow in a word: `$`, too, and `#` of Transact-SQL and Oracle. */
export function isWord(char: number): boolean {
  return isWordStart(char) || isDigit(char) || char === 0x24;
}

/** PostgreSQL 4.1.3 Operators. */
export const OPERATOR_CHARS: ReadonlySet<number> = new Set([..."+-*/<>=~!@#%^&|`?"].map((char) => char.charCodeAt(0)));
