import { iban97 } from "./digits.ts";

/** Lengths of IBANs by country (SWIFT's IBAN registry). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 " +
    "FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 " +
    "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 " +
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** In one piece or in groups of four with one separator; sticky. */
const WRITTEN = /[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?/y;

/** Where the IBAN (ISO 13616-1) that begins at `at` ends, or -1 where there is none. */
export function ibanEnd(text: string, at: number): number {
  const length = LENGTHS.get(text.slice(at, at + 2).toUpperCase());
  if (length === undefined) return -1;
  WRITTEN.lastIndex = at;
  const written = WRITTEN.exec(text)?.[0];
  if (written === undefined) return -1;
  let iban = "";
  let i = 0;
  for (; i < written.length && iban.length < length; i++) {
    if (/[A-Za-z0-9]/.test(written.charAt(i))) iban += written.charAt(i);
  }
  if (iban.length < length || /[A-Za-z0-9]/.test(text.charAt(at + i))) return -1;
  return iban97(iban.toUpperCase()) ? at + i : -1;
}
