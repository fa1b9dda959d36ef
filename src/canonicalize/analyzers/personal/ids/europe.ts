import { isDate, isDdmmyy, isYymmdd, luhn, mod11_10, remainder, weighted } from "../digits.ts";
import type { PersonalId } from "./id.ts";

const ID = { severity: "high" } as const;

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Spain: a number of eight digits, or X, Y, Z and seven, modulo 23 (Real Decreto 1553/2005). */
function isDni(id: string): boolean {
  const digits = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return /^[0-9]{8}$/.test(digits) && DNI_LETTERS.charAt(Number(digits) % 23) === id.slice(-1);
}

const ODD_VALUES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Italy: odd places weigh by a table, even ones by their value; the sum modulo 26 is the last letter (DM 23/12/1976). */
function isCodiceFiscale(id: string): boolean {
  if (!/^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/.test(id))
    return false;
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const value = Number.parseInt(id.charAt(i), 36);
    const place = value > 9 ? value - 10 : value;
    sum += i % 2 === 0 ? (ODD_VALUES[place] as number) : place;
  }
  return String.fromCharCode(65 + (sum % 26)) === id.charAt(15);
}

/** France: thirteen digits and a key, 97 minus the number modulo 97; 2A and 2B for Corsica (INSEE). */
function isNir(id: string): boolean {
  const month = Number(id.slice(3, 5));
  if (!/^[123478]/.test(id) || !(month >= 1 && (month <= 12 || (month >= 20 && month <= 42) || month >= 50)))
    return false;
  const digits = id.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return /^[0-9]{13}$/.test(digits) && 97 - remainder(digits, 97) === Number(id.slice(13));
}

/** Germany: eleven digits, one of the first ten twice or three times, ISO 7064 MOD 11,10 (section 139b AO). */
function isSteuerId(id: string): boolean {
  const counts = Array.from("0123456789", (digit) => id.slice(0, 10).split(digit).length - 1);
  const most = Math.max(...counts);
  return !id.startsWith("0") && (most === 2 || most === 3) && mod11_10(id);
}

/** Germany: two digits of the area, the date of birth, a letter as two digits, a serial number, the check digit. */
function isRentenversicherung(id: string): boolean {
  const letter = String(id.charCodeAt(8) - 64).padStart(2, "0");
  const digits = id.slice(0, 8) + letter + id.slice(9);
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  const sum = weights.reduce((total, weight, i) => {
    const product = weight * Number(digits.charAt(i));
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return isDate(Number(id.slice(4, 6)), Number(id.slice(2, 4))) && sum % 10 === Number(id.slice(11));
}

/** United Kingdom: letters that are not given out, then six digits and a suffix (HMRC, NIM39110). */
function isNino(id: string): boolean {
  return /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$/.test(id);
}

function isNhs(id: string): boolean {
  const check = 11 - (weighted(id, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return !/^(.)\1+$/.test(id) && check % 11 === Number(id.slice(9)) && check !== 10;
}

/** Netherlands: the "elfproef", the last digit counting minus one. */
function isBsn(id: string): boolean {
  return !/^0{3}/.test(id) && weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Belgium: 97 minus the first nine digits modulo 97; a 2 before them for births since 2000. */
function isRijksregister(id: string): boolean {
  const check = Number(id.slice(9));
  const month = Number(id.slice(2, 4)) % 20;
  if (month > 12) return false;
  return 97 - remainder(id.slice(0, 9), 97) === check || 97 - remainder(`2${id.slice(0, 9)}`, 97) === check;
}

/** Poland: the century is in the month. */
function isPesel(id: string): boolean {
  const sum = weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
  return isDate(Number(id.slice(2, 4)) % 20, Number(id.slice(4, 6))) && (10 - (sum % 10)) % 10 === Number(id.slice(10));
}

/** Sweden: a date and Luhn over the last ten digits; coordination numbers add 60 to the day. */
function isPersonnummer(id: string): boolean {
  const ten = id.slice(-10);
  const day = Number(ten.slice(4, 6));
  return isDate(Number(ten.slice(2, 4)), day > 60 ? day - 60 : day) && luhn(ten);
}

function isHetu(id: string): boolean {
  const digits = id.replace(/[^0-9]/g, "").slice(0, 6);
  const individual = id.slice(-4, -1);
  return isDdmmyy(digits) && FINNISH_LETTERS.charAt(Number(digits + individual) % 31) === id.slice(-1);
}

/** Norway: two check digits modulo 11; D-numbers add 40 to the day. */
function isFodselsnummer(id: string): boolean {
  const day = Number(id.slice(0, 2));
  if (!isDate(Number(id.slice(2, 4)) % 40, day > 40 ? day - 40 : day)) return false;
  const first = (11 - (weighted(id, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
  const second = (11 - (weighted(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return first === Number(id.charAt(9)) && second === Number(id.charAt(10));
}

/** Switzerland: an EAN-13 that begins with 756. */
function isAhv(id: string): boolean {
  const sum = weighted(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]);
  return id.startsWith("756") && (10 - (sum % 10)) % 10 === Number(id.slice(12));
}

function isNif(id: string): boolean {
  const rest = weighted(id, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return /^[1235689]/.test(id) && (rest < 2 ? 0 : 11 - rest) === Number(id.slice(8));
}

/** Ireland: a letter by the digits modulo 23, with a second letter weighing nine. */
function isPps(id: string): boolean {
  const second = id.length === 9 ? (id.charCodeAt(8) - 64) * 9 : 0;
  return "WABCDEFGHIJKLMNOPQRSTUV".charAt((weighted(id, [8, 7, 6, 5, 4, 3, 2]) + second) % 23) === id.charAt(7);
}

function isSvnr(id: string): boolean {
  const sum = weighted(id, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  return isDate(Number(id.slice(6, 8)), Number(id.slice(4, 6))) && sum === Number(id.charAt(3));
}

/** Czechia and Slovakia: divisible by eleven; women's months are 50 higher. */
function isRodneCislo(id: string): boolean {
  return isDate((Number(id.slice(2, 4)) % 50) % 20, Number(id.slice(4, 6))) && remainder(id, 11) === 0;
}

function isCnp(id: string): boolean {
  const rest = weighted(id, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return isYymmdd(id.slice(1)) && /^[1-9]/.test(id) && (rest === 10 ? 1 : rest) === Number(id.charAt(12));
}

export const EUROPE: readonly PersonalId[] = [
  {
    ...ID,
    type: "pii.es_dni",
    shapes: ["99999999A", "99999999-A", "99.999.999-A", "A9999999A", "A-9999999-A"],
    valid: isDni,
  },
  { ...ID, type: "pii.it_codice_fiscale", shapes: ["AAAAAA99A99A999A"], valid: isCodiceFiscale },
  {
    ...ID,
    type: "pii.fr_nir",
    shapes: ["999999999999999", "9 99 99 99 999 999 99", "9999999999999 99", "99999A999999999"],
    valid: isNir,
    words: /\bnir\b|s[ée]cu|insee|social/i,
    weak: ["999999999999999"],
  },
  {
    ...ID,
    type: "pii.de_tax_id",
    shapes: ["99999999999", "99 999 999 999"],
    valid: isSteuerId,
    words: /steuer|idnr|tin\b|tax/i,
  },
  {
    ...ID,
    type: "pii.de_social_security",
    shapes: ["99999999A999", "99 999999 A 999", "99 999999 A999"],
    valid: isRentenversicherung,
  },
  {
    ...ID,
    type: "pii.uk_nino",
    shapes: ["AA999999A", "AA 99 99 99 A", "AA 999999 A", "AA-99-99-99-A"],
    valid: isNino,
    words: /\bnino?\b|national insurance|\bni (?:no|num)/i,
    weak: ["AA999999A", "AA 999999 A"],
  },
  {
    ...ID,
    type: "pii.uk_nhs",
    shapes: ["9999999999", "999 999 9999", "999-999-9999"],
    valid: isNhs,
    words: /\bnhs\b|patient|health/i,
  },
  {
    ...ID,
    type: "pii.nl_bsn",
    shapes: ["999999999", "9999.99.999", "9999 99 999"],
    valid: isBsn,
    words: /\bbsn\b|burgerservice|sofi-?num/i,
  },
  {
    ...ID,
    type: "pii.be_national_number",
    shapes: ["99.99.99-999.99", "99999999999", "99 99 99 999 99"],
    valid: isRijksregister,
    words: /rijksregister|registre national|nationa(?:l|le) (?:num|nr)|\brrn\b|\binsz\b|\bniss\b/i,
    weak: ["99999999999", "99 99 99 999 99"],
  },
  { ...ID, type: "pii.pl_pesel", shapes: ["99999999999"], valid: isPesel, words: /pesel/i },
  {
    ...ID,
    type: "pii.se_personnummer",
    shapes: ["999999-9999", "999999+9999", "99999999-9999", "9999999999", "999999999999"],
    valid: isPersonnummer,
    words: /person(?:al|nummer|nr)|\bpnr\b|samordning/i,
    weak: ["9999999999", "999999999999"],
  },
  {
    ...ID,
    type: "pii.fi_hetu",
    shapes: ["999999-9999", "999999-999A", "999999A9999", "999999A999A", "999999+999A"],
    valid: isHetu,
  },
  {
    ...ID,
    type: "pii.no_fodselsnummer",
    shapes: ["99999999999", "999999 99999"],
    valid: isFodselsnummer,
    words: /f(?:ø|o|oe)dsels|personn|\bfnr\b/i,
  },
  {
    ...ID,
    type: "pii.dk_cpr",
    shapes: ["999999-9999", "9999999999"],
    valid: isDdmmyy,
    words: /\bcpr\b|personnummer/i,
  },
  { ...ID, type: "pii.ch_ahv", shapes: ["999.9999.9999.99", "9999999999999"], valid: isAhv },
  { ...ID, type: "pii.pt_nif", shapes: ["999999999", "999 999 999"], valid: isNif, words: /\bnif\b|contribuinte/i },
  {
    ...ID,
    type: "pii.ie_pps",
    shapes: ["9999999A", "9999999AA"],
    valid: isPps,
    words: /\bppsn?\b|personal public service/i,
  },
  {
    ...ID,
    type: "pii.at_svnr",
    shapes: ["9999999999", "9999 999999"],
    valid: isSvnr,
    words: /\bsvnr\b|sozialversicherung|versicherungsn/i,
  },
  { ...ID, type: "pii.cz_rodne_cislo", shapes: ["999999/9999"], valid: isRodneCislo },
  { ...ID, type: "pii.ro_cnp", shapes: ["9999999999999"], valid: isCnp, words: /\bcnp\b|cod numeric/i },
];
