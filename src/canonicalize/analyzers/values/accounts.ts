import { ibanEnd } from "../personal/iban.ts";

/** Longer than any number of an account with its spaces; what is longer is taken as it is. */
const MAX_WRITTEN_CHARS = 128;
const SEPARATORS = /[\s.\-\u00a0\u2007\u202f]+/g;
const GROUPED_NUMBER = /^\d[\d\s.\-\u00a0\u2007\u202f]{4,}\d$/;
const IBAN_PREFIX = /^\s*IBAN:?\s*/i;

/**
 * An account in the one form of its spellings: an IBAN (ISO 13616, its check digits right) in capitals without spaces, a
 * number of digits in groups without what is between them, anything else as it is.
 */
export function accountForm(text: string): string {
  if (text.length > MAX_WRITTEN_CHARS) return text;
  const written = text.normalize("NFKC").trim();
  const iban = written.replace(IBAN_PREFIX, "").replace(SEPARATORS, "").toUpperCase();
  if (ibanEnd(iban, 0) === iban.length && iban !== "") return iban;
  return GROUPED_NUMBER.test(written) ? written.replace(SEPARATORS, "") : written;
}
