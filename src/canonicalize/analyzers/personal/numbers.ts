/** How numbers of people are written: letters, digits, and single separators between groups of them. */

/** The longest is a French number with blanks. */
const MAX_WRITTEN_CHARS = 28;

/** No number of a person has fewer digits: an Indian one has four and six letters. */
const MIN_DIGITS = 4;

/** Letters and digits of the shortest number: that of a telephone without its area. */
const MIN_UNITS = 7;

/** A French number has seven groups, no other has more; brackets part too. */
const MAX_GROUPS = 9;

/** Letters before the first digit: an Italian number has six. */
const MAX_LEADING_LETTERS = 6;

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Whether a word that begins with letters goes on, or is followed, by a digit: ES12…, AB 12 34 56 C. */
export function hasDigitSoon(text: string, at: number): boolean {
  for (let i = at + 1; i <= at + MAX_LEADING_LETTERS; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) return true;
    if (!isLetter(code)) return i - at <= 2 && (code === 0x20 || code === 0x2d) && isDigit(text.charCodeAt(i + 1));
  }
  return false;
}

const NO_GROUPS: readonly number[] = [];

/** Where each group of the number ends that begins at `at`; nothing where there are too few digits. */
export function writtenAt(text: string, at: number): readonly number[] {
  const ends: number[] = [];
  let digits = 0;
  let units = 0;
  let groups = 0;
  const limit = at + MAX_WRITTEN_CHARS;
  for (let i = at; i <= limit && groups < MAX_GROUPS; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code) || isLetter(code)) {
      if (code < 0x3a) digits++;
      units++;
      continue;
    }
    groups++;
    // A name that goes on with an underscore or a letter of another script is another word.
    if (units >= MIN_UNITS && isWordUnit(text.charCodeAt(i - 1)) && code !== 0x5f && !(code >= 0xc0)) ends.push(i);
    if (!isSeparator(text, i, code)) break;
  }
  return digits < MIN_DIGITS ? NO_GROUPS : ends;
}

/** The text with `9` for every digit and `A` for every letter. */
export function shapeOf(text: string): string {
  return text.replace(/[0-9]/g, "9").replace(/[A-Za-z]/g, "A");
}

function isWordUnit(code: number): boolean {
  return isDigit(code) || isLetter(code);
}

/** Separators stand alone, but for those around an area code in brackets. */
function isSeparator(text: string, i: number, code: number): boolean {
  const next = text.charCodeAt(i + 1);
  switch (code) {
    case 0x20:
    case 0x2d:
    case 0x2e:
    case 0x2f:
    case 0x2b:
      return isWordUnit(next) || next === 0x28;
    case 0x28:
      return isDigit(next);
    case 0x29:
      return isDigit(next) || next === 0x20 || next === 0x2d || next === 0x2e;
    default:
      return false;
  }
}

/** One way to read a number: its first groups. */
export interface Written {
  readonly shape: string;
  readonly start: number;
  readonly end: number;
}

/** Without separators, letters in upper case. */
export function plainOf(text: string, { start, end }: Written): string {
  return text
    .slice(start, end)
    .replace(/[^A-Za-z0-9]+/g, "")
    .toUpperCase();
}
