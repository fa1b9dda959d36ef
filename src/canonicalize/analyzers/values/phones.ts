/** ITU-T E.164 section 6.2.1. */
const MAX_DIGITS = 15;
/** As people write it at its longest, with its country, brackets and an extension. */
const MAX_WRITTEN_CHARS = 64;
const LINK = /^(?:tel|sms|smsto|callto|whatsapp|signal|facetime|viber):\/{0,2}/i;
/** WhatsApp names people by their number: `15551234567@s.whatsapp.net`. */
const WHATSAPP_ID = /^(\d{6,15})@(?:s\.whatsapp\.net|c\.us)$/i;
const EXTENSION = /(?:;ext=|\bext(?:ension)?\.?|\bx|#) ?(\d{1,8})#?$/i;
const SEPARATORS = /[\s().\-/\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060]+/g;
/** The trunk prefix that is only dialled at home: `+44 (0)20 …`. */
const TRUNK = /^(\+\d{1,3}[\s.-]?)\(0\)/;
const VANITY = /^\+?\d[\d-]*-[\dA-Za-z-]*[A-Za-z][\dA-Za-z-]*$/;
/** The letters of a telephone's keys, from 2 on (ITU-T E.161). */
const KEYS = ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/**
 * A telephone number in the one form of its spellings: `+<digits>` where the country is said, else its digits;
 * `;ext=<digits>` behind it for an extension (RFC 3966). Undefined where the text is no number.
 */
export function phoneForm(text: string): string | undefined {
  if (text.length > MAX_WRITTEN_CHARS) return undefined;
  const written = asciiDigits(text.trim()).replace(LINK, "");
  const person = WHATSAPP_ID.exec(written)?.[1];
  if (person !== undefined) return `+${person}`;
  const extension = EXTENSION.exec(written);
  const main = extension === null ? written : written.slice(0, extension.index);
  const keyed = VANITY.test(main) ? main.replace(/[a-z]/gi, keyOf) : main;
  const compact = keyed
    .replace(TRUNK, "$1")
    .replace(SEPARATORS, "")
    .replace(/^00(?=[1-9])/, "+");
  if (!/^\+?\d{3,}$/.test(compact) || compact.replace("+", "").length > MAX_DIGITS) return undefined;
  return extension === null ? compact : `${compact};ext=${extension[1]}`;
}

function keyOf(letter: string): string {
  return String(KEYS.findIndex((letters) => letters.includes(letter.toLowerCase())) + 2);
}

/** Decimal digits of every script and width as ASCII ones; each script has its ten in a row. */
function asciiDigits(text: string): string {
  return text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 0x80) return digit;
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
}
