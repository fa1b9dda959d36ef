import { luhn } from "./digits.ts";

interface Issuer {
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}

/** Ranges of issuer numbers in use (ISO/IEC 7812-1, the networks' own pages), and how long their numbers are. */
const ISSUERS: readonly Issuer[] = [
  { prefix: /^4/, lengths: [16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|64[4-9]|65|62)/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:30[0-5]|309|36|38|39)/, lengths: [14, 16] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] },
  { prefix: /^(?:5018|5020|5038|5893|6304|6759|676[1-3]|67)/, lengths: [16, 18, 19] },
  { prefix: /^(?:60|81|82|508)/, lengths: [16] },
  { prefix: /^220[0-4]/, lengths: [16] },
  { prefix: /^9792/, lengths: [16] },
];

/** How cards print their numbers, by the lengths of the groups; any other grouping is another number. */
const GROUPS = ["4 4 4 4", "4 4 4 4 3", "4 6 5", "4 6 4", "4 4 4 4 2", "4 4 4 6", "6 13", "8 8"];
const LENGTHS = [14, 15, 16, 17, 18, 19];

/** The shapes of card numbers, `9` for a digit: in one piece, in groups parted by blanks or hyphens. */
export const CARD_SHAPES: ReadonlySet<string> = new Set([
  ...LENGTHS.map((length) => "9".repeat(length)),
  ...[" ", "-"].flatMap((separator) =>
    GROUPS.map((groups) =>
      groups
        .split(" ")
        .map((length) => "9".repeat(Number(length)))
        .join(separator),
    ),
  ),
]);

/** Lengths that ids of other things have too: only with a word before them. */
const RARE_LENGTHS = new Set([17, 18, 19]);
const CARD_WORDS = /card|visa|mastercard|maestro|amex|unionpay|\bpan\b|credit|debit|\bcc\b|karte|carte|tarjeta/i;

/** Whether digits are the number of a payment card. */
export function isCard(digits: string, before: string): boolean {
  if (/^([0-9])\1*$/.test(digits)) return false;
  if (!ISSUERS.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) || !luhn(digits))
    return false;
  return !RARE_LENGTHS.has(digits.length) || CARD_WORDS.test(before);
}
