import { isDate, isYymmdd, luhn, mod11_2, verhoeff, weighted } from "../digits.ts";
import type { PersonalId } from "./id.ts";

const ID = { severity: "high" } as const;

const REPEATED = /^([0-9])\1*$/;

/** United States: areas 000, 666 and 9xx, group 00 and serial 0000 are never given out; two numbers became famous. */
function isSsn(id: string): boolean {
  return (
    /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/.test(id) &&
    id !== "078051120" &&
    id !== "219099999" &&
    !REPEATED.test(id)
  );
}

function isItin(id: string): boolean {
  return /^9[0-9]{2}(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[0-9]{4}$/.test(id);
}

function isSin(id: string): boolean {
  return !/^[08]/.test(id) && luhn(id);
}

/** Brazil: two check digits modulo 11. */
function isCpf(id: string): boolean {
  if (REPEATED.test(id)) return false;
  const first = ((weighted(id, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weighted(id, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return first === Number(id.charAt(9)) && second === Number(id.charAt(10));
}

/** Chile: weights 2 to 7 from the right, K for ten. */
function isRut(id: string): boolean {
  const digits = id.slice(0, -1);
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits.charAt(digits.length - 1 - i)) * (2 + (i % 6));
  return "0987654321K".charAt(sum % 11 === 0 ? 0 : sum % 11 === 1 ? 10 : (sum % 11) - 1) === id.slice(-1);
}

function isCuit(id: string): boolean {
  const rest = 11 - (weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return /^(?:20|23|24|27|30|33|34)/.test(id) && (rest === 11 ? 0 : rest === 10 ? 9 : rest) === Number(id.charAt(10));
}

const CURP_DIGITS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

function isCurp(id: string): boolean {
  if (!/^[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9][0-9]$/.test(id)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += CURP_DIGITS.indexOf(id.charAt(i)) * (18 - i);
  return isYymmdd(id.slice(4, 10)) && (10 - (sum % 10)) % 10 === Number(id.charAt(17));
}

function isAadhaar(id: string): boolean {
  return /^[2-9]/.test(id) && verhoeff(id);
}

function isResidentId(id: string): boolean {
  return (
    /^[1-9][0-9]{5}(?:19|20)/.test(id) && isDate(Number(id.slice(10, 12)), Number(id.slice(12, 14))) && mod11_2(id)
  );
}

/** South Korea: a date, the century and sex, and a check digit that numbers given out since 2020 lack. */
function isRrn(id: string): boolean {
  const check = (11 - (weighted(id, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10;
  return isYymmdd(id) && /^[1-8]/.test(id.slice(6)) && check === Number(id.charAt(12));
}

function isMyNumber(id: string): boolean {
  let sum = 0;
  for (let n = 1; n <= 11; n++) sum += Number(id.charAt(11 - n)) * (n <= 6 ? n + 1 : n - 5);
  const check = sum % 11 <= 1 ? 0 : 11 - (sum % 11);
  return check === Number(id.charAt(11));
}

function isNric(id: string): boolean {
  const series = id.charAt(0);
  const sum = weighted(id.slice(1), [2, 7, 6, 5, 4, 3, 2]) + ("TG".includes(series) ? 4 : series === "M" ? 3 : 0);
  const letters = "ST".includes(series) ? "JZIHGFEDCBA" : series === "M" ? "KLJNPQRTUWX" : "XWUTRQPNMLK";
  const place = series === "M" ? 10 - (sum % 11) : sum % 11;
  return "STFGM".includes(series) && letters.charAt(place) === id.charAt(8);
}

function isTaiwanId(id: string): boolean {
  const area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(id.charAt(0)) + 10;
  const sum = Math.floor(area / 10) + (area % 10) * 9 + weighted(id.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1]);
  return area >= 10 && /^[1289]/.test(id.slice(1)) && sum % 10 === 0;
}

function isTckn(id: string): boolean {
  const odd = weighted(id, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighted(id, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return /^[1-9]/.test(id) && tenth === Number(id.charAt(9)) && (odd + even + tenth) % 10 === Number(id.charAt(10));
}

function isTfn(id: string): boolean {
  return weighted(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
}

function isMedicare(id: string): boolean {
  return /^[2-6]/.test(id) && weighted(id, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(id.charAt(8));
}

function isSouthAfricanId(id: string): boolean {
  return isYymmdd(id) && /^[01]/.test(id.slice(10)) && luhn(id);
}

export const WORLD: readonly PersonalId[] = [
  {
    ...ID,
    severity: "critical",
    type: "pii.us_ssn",
    shapes: ["999-99-9999", "999 99 9999", "999999999"],
    valid: isSsn,
    words: /\bssn\b|social.?sec|taxpayer/i,
    weak: ["999 99 9999", "999999999"],
  },
  { ...ID, type: "pii.us_itin", shapes: ["999-99-9999", "999999999"], valid: isItin, words: /\bitin\b|taxpayer/i },
  {
    ...ID,
    type: "pii.ca_sin",
    shapes: ["999-999-999", "999 999 999", "999999999"],
    valid: isSin,
    words: /\bsin\b|social ins|assurance sociale/i,
  },
  {
    ...ID,
    type: "pii.br_cpf",
    shapes: ["999.999.999-99", "999999999-99", "99999999999"],
    valid: isCpf,
    words: /\bcpf\b/i,
    weak: ["99999999999", "999999999-99"],
  },
  {
    ...ID,
    type: "pii.cl_rut",
    shapes: ["99.999.999-9", "99.999.999-A", "9.999.999-9", "9.999.999-A", "99999999-9", "99999999-A"],
    valid: isRut,
    words: /\br(?:ut|un)\b/i,
    weak: ["99999999-9", "99999999-A"],
  },
  {
    ...ID,
    type: "pii.ar_cuit",
    shapes: ["99-99999999-9", "99999999999"],
    valid: isCuit,
    words: /\bcui[tl]\b/i,
    weak: ["99999999999"],
  },
  { ...ID, type: "pii.mx_curp", shapes: ["AAAA999999AAAAAA99", "AAAA999999AAAAAAA9"], valid: isCurp },
  {
    ...ID,
    type: "pii.in_aadhaar",
    shapes: ["9999 9999 9999", "9999-9999-9999", "999999999999"],
    valid: isAadhaar,
    words: /aadh?aar|\buid(?:ai)?\b/i,
    weak: ["999999999999"],
  },
  {
    ...ID,
    type: "pii.in_pan",
    shapes: ["AAAAA9999A"],
    valid: (id) => /^[A-Z]{3}[ABCFGHLJPT]/.test(id),
    words: /\bpan\b|permanent account|income tax/i,
  },
  { ...ID, type: "pii.cn_resident_id", shapes: ["999999999999999999", "99999999999999999A"], valid: isResidentId },
  { ...ID, type: "pii.kr_rrn", shapes: ["999999-9999999"], valid: isRrn },
  {
    ...ID,
    type: "pii.jp_my_number",
    shapes: ["999999999999", "9999 9999 9999", "9999-9999-9999"],
    valid: isMyNumber,
    words: /my ?number|マイナンバー|個人番号/i,
  },
  { ...ID, type: "pii.sg_nric", shapes: ["A9999999A"], valid: isNric },
  {
    ...ID,
    type: "pii.tw_id",
    shapes: ["A999999999"],
    valid: isTaiwanId,
    words: /taiwan|\b(?:national|arc) id\b|\bid (?:no|num|card)|identity|身分證/i,
  },
  { ...ID, type: "pii.tr_tckn", shapes: ["99999999999"], valid: isTckn, words: /\btckn\b|\btc\b|kimlik/i },
  {
    ...ID,
    type: "pii.au_tfn",
    shapes: ["999 999 999", "999-999-999", "999999999"],
    valid: isTfn,
    words: /\btfn\b|tax file/i,
  },
  { ...ID, type: "pii.au_medicare", shapes: ["9999 99999 9", "9999999999"], valid: isMedicare, words: /medicare/i },
  {
    ...ID,
    type: "pii.za_id",
    shapes: ["9999999999999", "999999 9999 999", "999999 9999 99 9"],
    valid: isSouthAfricanId,
    words: /south africa|\b(?:rsa|sa) id\b|\bid (?:no|num)|identity/i,
  },
];
