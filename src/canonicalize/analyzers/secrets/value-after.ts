import type { Reading } from "./reading.ts";

/** A value that stands behind a name. */
export interface ValueAfter {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  readonly alone: boolean;
  readonly argument: boolean;
}

/** Longest value in quotes: keys in PEM form and JSON Web Tokens have forms of their own, whatever their length. */
const MAX_QUOTED_CHARS = 1024;

/** Longest value without quotes; what stands behind it is not looked at. */
const MAX_BARE_CHARS = 4096;

const MAX_BLANKS = 40;

/** What ends a value without quotes wherever it stands: blanks, quotes, and what separates commands and parameters. */
const ENDS = new Set([..."\"'`;| \t\r\n\v\f\u00a0\u2028\u2029"].map((character) => character.charCodeAt(0)));
/** What ends it only where nothing of a value follows. */
const CLOSES = new Set([..."),]}>"].map((character) => character.charCodeAt(0)));

/** What an ampersand parts from the next: parameters of a query, commands. Else a password may have one. */
const NEXT_PARAMETER = /&(?:&|\s|$|amp;|[\w.[\]%-]{1,60}=)/y;
const NEXT_SETTING = /,\s?["']?[\w.-]{1,40}["']?\s?[=:]/y;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function afterBlanks(text: string, at: number): number {
  const limit = Math.min(text.length, at + MAX_BLANKS);
  let i = at;
  while (i < limit && isBlank(text.charCodeAt(i))) i++;
  return i;
}

const EMPHASIS = /[*_]{1,3}[ \t]{1,8}/y;

/** Behind the end of a name in bold: `**Password:** x`. */
function afterEmphasis(text: string, at: number): number {
  EMPHASIS.lastIndex = at;
  return EMPHASIS.test(text) ? EMPHASIS.lastIndex : at;
}

/** Where the first of several backslashes and a quote begin a value: the length of that opening, 0 for none. */
function openingAt(text: string, at: number): number {
  let i = at;
  // Marks of string literals: b"…", r'…', f"…", @"…", $'…', L"…".
  if (/[bruflBRUFL@$]/.test(text.charAt(i)) && /["']/.test(text.charAt(i + 1))) i++;
  while (text.charCodeAt(i) === 0x5c && i - at < 8) i++;
  const code = text.charCodeAt(i);
  return code === 0x22 || code === 0x27 || code === 0x60 ? i + 1 - at : 0;
}

/** Where the quoted value that begins at `start` ends, or -1 where its line does not close it. */
function closingOf(text: string, start: number, escapes: number, quote: string): number {
  const limit = Math.min(text.length, start + MAX_QUOTED_CHARS);
  for (let i = start; i < limit; i++) {
    const character = text.charAt(i);
    if (character === "\n") return -1;
    if (character === "\\") {
      let run = i;
      while (text.charCodeAt(run) === 0x5c) run++;
      if (run - i === escapes && text.charAt(run) === quote) return i;
      // An escaped character, be it a quote or a backslash, belongs to the value.
      i = run - i > escapes && text.charAt(run) === quote ? run : run - 1;
    } else if (character === quote && escapes === 0) return i;
  }
  return -1;
}

function endsBare(text: string, i: number): boolean {
  const code = text.charCodeAt(i);
  if (ENDS.has(code)) return true;
  if (code === 0x5c) return /[nrt"'\\]/.test(text.charAt(i + 1));
  if (code === 0x26) {
    NEXT_PARAMETER.lastIndex = i;
    return NEXT_PARAMETER.test(text);
  }
  if (code === 0x3c) return text.charCodeAt(i + 1) === 0x2f;
  if (!CLOSES.has(code)) return false;
  if (code !== 0x2c) return !isWordUnit(text.charCodeAt(i + 1));
  const next = text.charCodeAt(i + 1);
  if (Number.isNaN(next) || ENDS.has(next) || CLOSES.has(next) || next === 0x5c) return true;
  NEXT_SETTING.lastIndex = i;
  return NEXT_SETTING.test(text);
}

function isWordUnit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** Whether only what closes a value follows on its line. */
function nothingFollows(text: string, at: number): boolean {
  const i = afterBlanks(text, at);
  return i >= text.length || "\r\n}]),;\"'`&<#\\".includes(text.charAt(i));
}

/** The value that begins behind a separator which ends at `from`, or undefined where none does. */
export function valueAfter(reading: Reading, from: number, overLines: boolean): ValueAfter | undefined {
  const { text } = reading;
  let at = afterEmphasis(text, afterBlanks(text, from));
  if (overLines && (text.charAt(at) === "\n" || text.charAt(at) === "\r")) {
    const line = /[\r\n]{1,2}[ \t]{0,40}(?=["'])/y;
    line.lastIndex = at;
    if (line.test(text)) at = line.lastIndex;
  }
  const opening = openingAt(text, at);
  if (opening > 0) {
    const start = at + opening;
    const escapes = /\\{0,8}$/.exec(text.slice(at, start - 1))?.[0].length ?? 0;
    const end = closingOf(text, start, escapes, text.charAt(start - 1));
    if (end >= 0) return { start, end, quoted: true, alone: false, argument: false };
    return bareFrom(reading, start);
  }
  return bareFrom(reading, at);
}

function bareFrom(reading: Reading, start: number): ValueAfter | undefined {
  const { text } = reading;
  if (start < reading.bareStart || start >= reading.bareEnd) {
    const limit = Math.min(text.length, start + MAX_BARE_CHARS);
    reading.bareStart = start;
    reading.bareEnd = start;
    while (reading.bareEnd < limit && !endsBare(text, reading.bareEnd)) reading.bareEnd++;
  }
  const end = reading.bareEnd;
  if (end <= start) return undefined;
  const next = text.charCodeAt(end);
  return { start, end, quoted: false, alone: nothingFollows(text, end), argument: next === 0x29 || next === 0x2c };
}
