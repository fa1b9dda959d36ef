import type { Found } from "../secrets/index.ts";
import { CARD_SHAPES, isCard } from "./cards.ts";
import { emailAt } from "./emails.ts";
import { ibanEnd } from "./iban.ts";
import { EUROPE } from "./ids/europe.ts";
import type { PersonalId } from "./ids/id.ts";
import { WORLD } from "./ids/world.ts";
import { hasDigitSoon, isDigit, isLetter, plainOf, shapeOf, type Written, writtenAt } from "./numbers.ts";
import {
  afterPhoneWord,
  type Context,
  internationalEnd,
  isNational,
  isNorthAmerican,
  isPhoneShape,
  NORTH_AMERICAN_SHAPES,
} from "./phones.ts";

/** Ids by how they are written. */
const BY_SHAPE: ReadonlyMap<string, readonly PersonalId[]> = byShape([...EUROPE, ...WORLD]);

function byShape(ids: readonly PersonalId[]): Map<string, PersonalId[]> {
  const table = new Map<string, PersonalId[]>();
  for (const id of ids) for (const shape of new Set(id.shapes)) table.set(shape, [...(table.get(shape) ?? []), id]);
  return table;
}

const MIN_TEXT_CHARS = 6;

/**
 * Data of people in a text: e-mail addresses, phone numbers, payment cards, IBANs, national ids with check digits; ids
 * whose form many other numbers have count only with a word before them. Sorted by place, not overlapping.
 */
export function findPersonal(text: string): readonly Found[] {
  if (text.length < MIN_TEXT_CHARS || !/[0-9@]/.test(text)) return [];
  const found: Found[] = [];
  const context: Context = { text };
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const here = personalAt(context, i, last);
    if (here === undefined) continue;
    found.push(here);
    last = here.end;
    i = here.end - 1;
  }
  return found;
}

function personalAt(context: Context, at: number, last: number): Found | undefined {
  const { text } = context;
  const code = text.charCodeAt(at);
  if (code === 0x40 || (code === 0x25 && text.startsWith("%40", at))) {
    const email = emailAt(text, at);
    return email === undefined || email.start < last ? undefined : { type: "pii.email", severity: "low", ...email };
  }
  if (code === 0x2b || code === 0x28) return bracketOrPlus(context, at);
  if (!isDigit(code) && !isLetter(code)) return undefined;
  const before = text.charCodeAt(at - 1);
  if (isDigit(before) || isLetter(before) || before === 0x5f || before >= 0xc0) return undefined;
  return isLetter(code) && !hasDigitSoon(text, at) ? undefined : numberAt(context, at);
}

function bracketOrPlus(context: Context, at: number): Found | undefined {
  const { text } = context;
  if (/[A-Za-z0-9_]/.test(text.charAt(at - 1))) return undefined;
  if (text.charAt(at) === "(") return isDigit(text.charCodeAt(at + 1)) ? numberAt(context, at) : undefined;
  const end = internationalEnd(context, at);
  return end < 0 ? undefined : { type: "pii.phone", severity: "low", start: at, end };
}

function numberAt(context: Context, at: number): Found | undefined {
  const { text } = context;
  if (isLetter(text.charCodeAt(at)) && isLetter(text.charCodeAt(at + 1)) && isDigit(text.charCodeAt(at + 2))) {
    const end = ".-".includes(text.charAt(at - 1) || " ") ? -1 : ibanEnd(text, at);
    if (end >= 0) return { type: "pii.iban", severity: "medium", start: at, end };
  }
  if (text.startsWith("00", at) && afterPhoneWord(context, at)) {
    const end = internationalEnd(context, at);
    if (end >= 0) return { type: "pii.phone", severity: "low", start: at, end };
  }
  const ends = writtenAt(text, at);
  if (ends.length > 0) context.shape ??= shapeOf(text);
  for (let i = ends.length - 1; i >= 0; i--) {
    const end = ends[i] as number;
    const found = judged(context, { shape: (context.shape as string).slice(at, end), start: at, end });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the number goes on beyond what was read: `1.2.3.4`, `ab12-34-56`, `1,234`, the last groups of four of a longer one. */
function isFragment(text: string, { shape, start, end }: Written): boolean {
  if (isDigit(text.charCodeAt(end + 1)) && ".,-/:".includes(text.charAt(end))) return true;
  const joint = text.charAt(start - 1);
  const before = text.charCodeAt(start - 2);
  if (isLetter(before) && (joint === "-" || joint === ".")) return true;
  if (!isDigit(before)) return false;
  if (".,-/:".includes(joint)) return true;
  return (
    joint === " " &&
    shape.startsWith("9999 9999") &&
    /(?<![0-9])[0-9]{4} $/.test(text.slice(Math.max(0, start - 6), start))
  );
}

function judged(context: Context, written: Written): Found | undefined {
  const { text } = context;
  const { shape, start, end } = written;
  const ids = BY_SHAPE.get(shape);
  const card = CARD_SHAPES.has(shape);
  const phone = NORTH_AMERICAN_SHAPES.has(shape) || (afterPhoneWord(context, start) && isPhoneShape(shape));
  if ((ids === undefined && !card && !phone) || isFragment(text, written)) return undefined;
  const plain = plainOf(text, written);
  const id = ids === undefined ? undefined : idOf(ids, plain, text, written);
  if (id !== undefined) return { type: id.type, severity: id.severity, start, end };
  if (card && isCard(plain, text.slice(Math.max(0, start - CONTEXT_CHARS), start)))
    return { type: "pii.payment_card", severity: "high", start, end };
  return phone && isPhone(context, written, plain) ? { type: "pii.phone", severity: "low", start, end } : undefined;
}

/** How far before a number the words are looked for that say which id it is. */
const CONTEXT_CHARS = 60;

/** The id that a number is: first the one that the words before it name, then one whose form is enough. */
function idOf(
  ids: readonly PersonalId[],
  plain: string,
  text: string,
  { shape, start }: Written,
): PersonalId | undefined {
  const possible = ids.filter(({ valid }) => valid(plain));
  if (possible.length === 0) return undefined;
  const before = text.slice(Math.max(0, start - CONTEXT_CHARS), start);
  return (
    possible.find(({ words }) => words?.test(before)) ??
    possible.find(({ words, weak }) => words === undefined || (weak !== undefined && !weak.includes(shape)))
  );
}

function isPhone(context: Context, { shape, start }: Written, digits: string): boolean {
  if (NORTH_AMERICAN_SHAPES.has(shape) && isNorthAmerican(digits)) return true;
  return isNational(digits) && afterPhoneWord(context, start);
}
