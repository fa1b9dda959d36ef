/** Country calling codes (ITU-T E.164), by their first digits. */
const CALLING_CODE =
  /^(?:1|7|20|21[1-368]|22[0-9]|23[0-9]|24[0-9]|25[0-8]|26[0-9]|27|29[0179]|3[0-469]|35[0-9]|37[0-8]|38[0-35-79]|4[013-9]|42[013]|5[1-8]|50[0-9]|59[0-9]|6[0-6]|67[02-9]|68[0-35-9]|69[0-2]|8[1246]|80[08]|85[02356]|87[08]|88[0-368]|9[0-58]|96[0-8]|97[0-79]|99[2-68])/;

const MIN_DIGITS = 8;
/** ITU-T E.164 section 6.2.1. */
const MAX_DIGITS = 15;

/** `+` or `00`, then groups of digits with one separator or brackets each; sticky. */
const INTERNATIONAL = /(?:\+|00)\(?[0-9]{1,4}\)?(?:[ .\-/\u00a0\u2011]{0,2}\(?[0-9]{1,6}\)?){1,7}/y;

/** Fewer digits in one piece are a count behind a plus sign, unless a word says otherwise. */
const MIN_UNPARTED_DIGITS = 10;

/** Where the international number that begins at `at` ends, or -1. */
export function internationalEnd(context: Context, at: number): number {
  const { text } = context;
  INTERNATIONAL.lastIndex = at;
  const written = INTERNATIONAL.exec(text)?.[0];
  if (written === undefined) return -1;
  const digits = written.replace(/[^0-9]/g, "").replace(/^00/, "");
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS || !CALLING_CODE.test(digits)) return -1;
  const unparted = /^\+?[0-9]+$/.test(written);
  if (unparted && digits.length < MIN_UNPARTED_DIGITS && !afterPhoneWord(context, at)) return -1;
  if (/^(?:[0-9])?([0-9])\1*$/.test(digits)) return -1;
  const end = at + written.length;
  return /[A-Za-z0-9_]/.test(text.charAt(end)) ? -1 : end;
}

/** Areas begin with 2 to 9; the invented numbers of examples begin with 123. */
export function isNorthAmerican(digits: string): boolean {
  return /^1?(?:[2-9]|123456)/.test(digits) && !/^([0-9])\1*$/.test(digits);
}

/** How numbers are written inside North America, a country code before them or not. */
export const NORTH_AMERICAN_SHAPES: ReadonlySet<string> = new Set([
  "(999) 999-9999",
  "(999)999-9999",
  "(999) 999.9999",
  "(999) 999 9999",
  "999-999-9999",
  "999.999.9999",
  "9-999-999-9999",
  "9.999.999.9999",
  "9 (999) 999-9999",
  "9 999 999 9999",
]);

/** Words before a national number in any country. */
const PHONE_WORDS =
  /\b(?:tel(?:e(?:phone|fon)|éfono)?|phone|mobile?|cellphone|handynummer|fax|call|sms|whatsapp|dial|m[oó]vil|telefoon|puhelin|tlf|hotline)\b|\u{1f4de}|\u260e|電話|电话/giu;

/** How far behind such a word a number still is a phone's. */
const CONTEXT_CHARS = 40;

/** A text, its shape and where words of phones end in it, once somebody asked. */
export interface Context {
  readonly text: string;
  shape?: string;
  wordEnds?: readonly number[];
}

/** Whether a word of phones stands shortly before `at`. */
export function afterPhoneWord(context: Context, at: number): boolean {
  context.wordEnds ??= Array.from(context.text.matchAll(PHONE_WORDS), (match) => match.index + match[0].length);
  const ends = context.wordEnds;
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - (ends[low - 1] as number) <= CONTEXT_CHARS;
}

const MIN_NATIONAL_DIGITS = 7;
const MAX_NATIONAL_DIGITS = 13;

/** Dates and spans of years, in the orders that people write. */
const DATE = /^(?:9999[-./ ]99[-./ ]99|99?[-./ ]99?[-./ ]9999|9999[-/ ]9999|99[-./]99[-./]99)$/;
const NATIONAL = /^(?:\(9{1,6}\)[ ./-]?)?9{1,11}(?:[ ./-]9{1,8}){0,5}$/;

/** Whether a shape may be that of a national number: digits in few groups, an area code in brackets. */
export function isPhoneShape(shape: string): boolean {
  return shape.length >= MIN_NATIONAL_DIGITS && shape.length <= 20 && NATIONAL.test(shape) && !DATE.test(shape);
}

export function isNational(digits: string): boolean {
  return digits.length >= MIN_NATIONAL_DIGITS && digits.length <= MAX_NATIONAL_DIGITS && !/^([0-9])\1*$/.test(digits);
}
