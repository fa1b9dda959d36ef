import { MIN_DECODED_CHARS } from "./limits.ts";

const ODD = /[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\t\n\r]/u;
const LETTERS_AND_BLANKS = /[\p{L}\p{M}\s]/gu;
const UNUSUAL = /[^\p{L}\p{M}\p{N}\s.,:;/\-_='"()&|$<>]/gu;
const FOREIGN_LETTERS = /[^\P{L}A-Za-z]/gu;

/** Half of what people and programs write is letters and blanks; of random printable characters it is less. */
const MIN_LETTER_SHARE = 0.5;

/** Marks that are rare in sentences and in programs alike come up in random characters all the time. */
const MAX_UNUSUAL_SHARE = 0.15;

/** Scripts of which one text has one, beside ASCII. */
const SCRIPTS: readonly RegExp[] = [
  /^[\p{Script=Latin}]*$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}ー]*$/u,
  /^[\p{Script=Hangul}\p{Script=Han}]*$/u,
  /^[\p{Script=Cyrillic}]*$/u,
  /^[\p{Script=Greek}]*$/u,
  /^[\p{Script=Arabic}]*$/u,
  /^[\p{Script=Hebrew}]*$/u,
  /^[\p{Script=Devanagari}]*$/u,
  /^[\p{Script=Thai}]*$/u,
];

/** Whether a decoded text is one that somebody wrote: long enough, nothing unprintable, mostly letters, of one script. */
export function isText(text: string): boolean {
  if (text.length < MIN_DECODED_CHARS || text.includes("\ufffd") || ODD.test(text)) return false;
  const letters = text.match(LETTERS_AND_BLANKS)?.length ?? 0;
  const unusual = text.match(UNUSUAL)?.length ?? 0;
  if (letters < MIN_LETTER_SHARE * text.length || unusual > MAX_UNUSUAL_SHARE * text.length) return false;
  const foreign = text.match(FOREIGN_LETTERS)?.join("") ?? "";
  return foreign === "" || SCRIPTS.some((script) => script.test(foreign));
}
