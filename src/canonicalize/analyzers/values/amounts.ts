import type { Amount } from "../../../domain/action.ts";
import type { JsonValue } from "../../../domain/json.ts";
import { COINS, COMMA_BETWEEN_THOUSANDS, CURRENCY_SIGNS } from "./currencies.ts";

/** Longer than any sum of money that exists, in any currency. */
const MAX_AMOUNT_CHARS = 64;
/** 1e30 of anything is no amount; writing out a larger exponent would only take memory. */
const MAX_EXPONENT = 30;

const ISO_4217: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("currency"), ...COINS]);
const WRITTEN =
  /^(?<outer>[+-]?) ?(?<before>[^\d.,+()' -]{0,8}) ?(?<inner>[+-]?) ?(?<number>[\d.,' ]{1,48}(?:e[+-]?\d{1,3})?) ?(?<after>[^\d.,+()' -]{0,10})$/iu;
/** What stands between thousands, and in front of the fraction. */
const MARKS = /[.,' ]/g;
const THOUSANDS = /^\d{1,3}(?:[.,' ]\d{3})+$/;
/** Thousands and then hundreds of them, as in India: 12,34,567. */
const LAKHS = /^\d{1,3}(?:,\d{2})+,\d{3}$/;

/**
 * An amount as an exact decimal with its currency (ISO 4217, "" where the text names none), from a number or from text as
 * people write it: "$1,234.50", "1.234,50 €", "EUR 98.70", "(5)". Zeros at the end of a fraction go. Undefined where it is
 * no amount, or could be two: "€1,234" is a thousand or one.
 */
export function amountOf(value: JsonValue): Amount | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? exact(String(value), false, "") : undefined;
  if (typeof value !== "string" || value.length > MAX_AMOUNT_CHARS) return undefined;
  const text = plainText(value);
  const loss = text.startsWith("(") && text.endsWith(")");
  const groups = WRITTEN.exec(loss ? text.slice(1, -1).trim() : text)?.groups;
  if (groups === undefined) return undefined;
  const { outer = "", before = "", inner = "", number = "", after = "" } = groups;
  const signs = outer + inner + (loss ? "-" : "");
  const [first, last] = [currencyOf(before), currencyOf(after)];
  if (signs.length > 1 || first === undefined || last === undefined) return undefined;
  if (first !== "" && last !== "" && first !== last) return undefined;
  const currency = first || last;
  const plain = withoutMarks(number.trim(), currency);
  return plain === undefined ? undefined : exact(plain, signs === "-", currency);
}

/** How many things are meant: the length of a list, or a whole number as people write it. */
export function countOf(value: JsonValue): number | undefined {
  if (Array.isArray(value)) return value.length;
  const amount = amountOf(value);
  if (amount === undefined || amount.currency !== "" || !/^\d{1,15}$/.test(amount.value)) return undefined;
  return Number(amount.value);
}

function plainText(value: string): string {
  return value
    .normalize("NFKC")
    .replace(/\s/g, " ")
    .replace(/ {2,}/g, " ")
    .replace(/[\u2010-\u2013\u2212]/g, "-")
    .replace(/[\u2019`\u00b4]/g, "'")
    .trim();
}

/** @returns "" for no sign at all, undefined for what is no currency */
function currencyOf(written: string): string | undefined {
  if (written === "") return "";
  const sign = written.toLowerCase();
  if (Object.hasOwn(CURRENCY_SIGNS, sign)) return CURRENCY_SIGNS[sign];
  const code = sign.toUpperCase().replace(/[$€£¥]$/, "");
  return ISO_4217.has(code) ? code : undefined;
}

/** Digits with a point before the fraction, if any; undefined where a mark could mean either. */
function withoutMarks(number: string, currency: string): string | undefined {
  const [digits = "", exponent] = number.toLowerCase().split("e", 2);
  const marks = [...digits].filter((char) => MARKS_IN.test(char));
  const end = exponent === undefined ? "" : `e${exponent}`;
  const kinds = new Set(marks);
  const last = marks.at(-1);
  if (last === undefined) return digits + end;
  if (kinds.size === 2 && marks.indexOf(last) === marks.length - 1 && (last === "." || last === ",")) {
    const point = digits.lastIndexOf(last);
    const whole = joined(digits.slice(0, point));
    const fraction = digits.slice(point + 1);
    return whole === undefined || fraction === "" ? undefined : `${whole}.${fraction}${end}`;
  }
  if (kinds.size > 1) return undefined;
  if (marks.length > 1 || last === " " || last === "'") return joined(digits);
  const [whole = "", fraction = ""] = digits.split(last);
  if (fraction === "") return undefined;
  const couldBeThousands = THOUSANDS.test(digits) && !whole.startsWith("0");
  if (!couldBeThousands) return `${whole === "" ? "0" : whole}.${fraction}${end}`;
  // A point is how machines write a fraction; people write three digits of one for no currency.
  if (last === ".") return currency === "" ? `${whole}.${fraction}${end}` : undefined;
  return COMMA_BETWEEN_THOUSANDS.has(currency) ? whole + fraction : undefined;
}

/** The digits of whole numbers in groups; undefined where the groups are none. */
function joined(digits: string): string | undefined {
  if (!MARKS_IN.test(digits)) return /^\d+$/.test(digits) ? digits : undefined;
  return THOUSANDS.test(digits) || LAKHS.test(digits) ? digits.replace(MARKS, "") : undefined;
}

const MARKS_IN = /[.,' ]/;

/** A plain number in its shortest form, its exponent written out. */
function exact(plain: string, negative: boolean, currency: string): Amount | undefined {
  const parts = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/.exec(plain);
  const [, minus = "", whole = "", fraction = "", exponent = "0"] = parts ?? [];
  const shift = Number(exponent);
  if (whole + fraction === "" || Math.abs(shift) > MAX_EXPONENT) return undefined;
  const digits = shift < 0 ? whole.padStart(-shift, "0") + fraction : whole + fraction.padEnd(shift, "0");
  const point = shift < 0 ? Math.max(whole.length, -shift) + shift : whole.length + shift;
  const integer = digits.slice(0, point).replace(/^0+(?=\d)/, "") || "0";
  const rest = digits.slice(point).replace(/0+$/, "");
  const value = rest === "" ? integer : `${integer}.${rest}`;
  const sign = value !== "0" && negative !== (minus === "-") ? "-" : "";
  return { value: sign + value, currency };
}
