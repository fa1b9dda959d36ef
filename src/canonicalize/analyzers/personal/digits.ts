/** Check digits of numbers; every function takes digits (and letters, where its number has them) without separators. */

function digitAt(text: string, i: number): number {
  return text.charCodeAt(i) - 0x30;
}

/** Sum of digits times weights. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * digitAt(digits, i), 0);
}

/** Luhn's formula (ISO/IEC 7812-1 annex B). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const digit = digitAt(digits, i);
    sum += twice ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum % 10 === 0;
}

/** The remainder of a decimal number of any length. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0;
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + digitAt(digits, i)) % divisor;
  return rest;
}

/** ISO 7064 MOD 97-10 as IBAN uses it (ISO 13616-1): the first four characters moved to the end, letters as 10 to 35. */
export function iban97(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const DIHEDRAL = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const PERMUTED = [
  "0123456789",
  "1576283094",
  "5803796142",
  "8916043527",
  "9453126870",
  "4286573901",
  "2793806415",
  "7046913258",
];

/** Verhoeff's scheme over the dihedral group of order ten. */
export function verhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digitAt(digits, digits.length - 1 - i);
    const permuted = digitAt(PERMUTED[i % PERMUTED.length] as string, digit);
    check = digitAt(DIHEDRAL[check] as string, permuted);
  }
  return check === 0;
}

/** ISO 7064 MOD 11,10, of German and Croatian tax numbers. */
export function mod11_10(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digitAt(digits, i) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1);
}

/** ISO 7064 MOD 11-2, of Chinese identity numbers: the last character is a digit or X. */
export function mod11_2(text: string): boolean {
  let product = 0;
  for (let i = 0; i < text.length - 1; i++) product = ((product + digitAt(text, i)) * 2) % 11;
  const check = (12 - product) % 11;
  return text.charAt(text.length - 1) === (check === 10 ? "X" : String(check));
}

/** Whether six digits are a date, year first; years count without their century. */
export function isYymmdd(digits: string): boolean {
  return isDate(Number(digits.slice(2, 4)), Number(digits.slice(4, 6)));
}

/** Whether six digits are a date, day first. */
export function isDdmmyy(digits: string): boolean {
  return isDate(Number(digits.slice(2, 4)), Number(digits.slice(0, 2)));
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(month: number, day: number): boolean {
  return day >= 1 && day <= (DAYS[month - 1] ?? 0);
}
