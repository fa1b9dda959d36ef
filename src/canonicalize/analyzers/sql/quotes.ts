/** The index of the closing quote from `at` on, a doubled one being content; the text's length where none closes. */
export function closingQuote(text: string, at: number, quote: number, escapes: boolean): number {
  for (let index = at; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (escapes && char === BACKSLASH) index += 1;
    else if (char === quote) {
      if (text.charCodeAt(index + 1) !== quote) return index;
      index += 1;
    }
  }
  return text.length;
}

/**
 * The closing quote of an `E'…'` string of PostgreSQL whose quote opens at `open`, and its value. A quote in a later
 * line continues it, and escapes go on there (PostgreSQL 4.1.2.2).
 */
export function escapedStringEnd(text: string, open: number): { readonly end: number; readonly value: string } {
  let value = "";
  let from = open + 1;
  for (;;) {
    const close = closingQuote(text, from, SINGLE, true);
    value += text.slice(from, close).replaceAll("''", "'").replace(ESCAPE, unescaped);
    CONTINUED.lastIndex = close + 1;
    if (close >= text.length || !CONTINUED.test(text)) return { end: close, value };
    from = CONTINUED.lastIndex;
  }
}

/** Where the line that `at` is in ends. */
export function lineEnd(text: string, at: number, returnEndsLine: boolean): number {
  const pattern = returnEndsLine ? LINE_BREAK : LINE_FEED;
  pattern.lastIndex = at;
  return pattern.exec(text)?.index ?? text.length;
}

/** The place behind a comment that opens at `at`; the text's length where it stays open. */
export function commentEnd(text: string, at: number, nested: boolean): number {
  if (!nested) {
    const close = text.indexOf("*/", at + 2);
    return close === -1 ? text.length : close + 2;
  }
  let depth = 1;
  let index = at + 2;
  while (index < text.length && depth > 0) {
    if (text.startsWith("*/", index)) depth -= 1;
    else if (text.startsWith("/*", index)) depth += 1;
    else {
      index += 1;
      continue;
    }
    index += 2;
  }
  return index;
}

interface DollarQuote {
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly closed: boolean;
}

/** The `$tag$ … $tag$` string that opens at `at`, if one does (PostgreSQL 4.1.2.4). */
export function dollarQuoteEnd(text: string, at: number): DollarQuote | undefined {
  DOLLAR_TAG.lastIndex = at;
  const tag = DOLLAR_TAG.exec(text)?.[0];
  if (tag === undefined) return undefined;
  const contentStart = at + tag.length;
  const close = text.indexOf(tag, contentStart);
  return close === -1
    ? { contentStart, contentEnd: text.length, end: text.length, closed: false }
    : { contentStart, contentEnd: close, end: close + tag.length, closed: true };
}

const SINGLE = 0x27;
const BACKSLASH = 0x5c;
const LINE_BREAK = /[\r\n]/g;
const LINE_FEED = /\n/g;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
/** White space and comments with a line break among them, then the quote that goes on. */
const CONTINUED = /[ \t\f\v]*(?:--[^\r\n]*)?[\r\n](?:[\s]|--[^\r\n]*[\r\n])*'/y;

const ESCAPE = /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g;
const LETTERS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescaped(_: string, sequence: string): string {
  const code = /^[xuU][0-9a-fA-F]/.test(sequence)
    ? Number.parseInt(sequence.slice(1), 16)
    : /^[0-7]/.test(sequence)
      ? Number.parseInt(sequence, 8) & 0xff
      : undefined;
  if (code === undefined) return LETTERS[sequence] ?? sequence;
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
