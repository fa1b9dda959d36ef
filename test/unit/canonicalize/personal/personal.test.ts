import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPersonal } from "../../../../src/canonicalize/analyzers/personal/index.ts";

/** Texts with what is to be found between « and »; the numbers are the ones that issuers and norms publish as examples. */
const FOUND: readonly (readonly [type: string, text: string])[] = [
  ["pii.email", "write to «bob@example.com», please"],
  ["pii.email", "Bob <«bob.b+tag@mail.example.co.uk»>"],
  ["pii.email", "mailto:«bob@example.com»?subject=x"],
  ["pii.email", "to=«bob%40example.com»&cc=x"],
  ["pii.email", "{'email':'«oneil@example.org»'}"],
  ["pii.email", "«jörg@müller.example»"],
  ["pii.email", "«bob@xn--bcher-kva.example»."],
  ["pii.phone", "call «+1 415 555 2671» now"],
  ["pii.phone", "«+14155552671»"],
  ["pii.phone", "«+44 (0)20 7946 0958»"],
  ["pii.phone", "«+49-30-901820»"],
  ["pii.phone", "tel:«+33123456789»"],
  ["pii.phone", "«(415) 555-2671»"],
  ["pii.phone", "«415-555-2671»"],
  ["pii.phone", "phone: «1-800-555-0199»"],
  ["pii.phone", "Tel. «030 901820»"],
  ["pii.phone", "mobile «07700 900123»"],
  ["pii.phone", "Phone «0049 30 901820»"],
  ["pii.payment_card", "card «4111 1111 1111 1111» exp 12/29"],
  ["pii.payment_card", "«5555-5555-5555-4444»"],
  ["pii.payment_card", "«378282246310005»"],
  ["pii.payment_card", "«3782 822463 10005»"],
  ["pii.payment_card", '{"card":"«6011111111111117»"}'],
  ["pii.payment_card", "«2223003122003222»"],
  ["pii.payment_card", "«3530111333300000»"],
  ["pii.payment_card", "«30569309025904»"],
  ["pii.iban", "to «GB82 WEST 1234 5698 7654 32» today"],
  ["pii.iban", "«DE89370400440532013000»"],
  ["pii.iban", "IBAN:«FR1420041010050500013M02606»"],
  ["pii.iban", "«NO93 8601 1117 947»"],
  ["pii.us_ssn", "«536-90-4399»"],
  ["pii.us_ssn", "SSN «536904399»"],
  ["pii.us_itin", "ITIN «912-70-1234»"],
  ["pii.ca_sin", "SIN «130 692 544»"],
  ["pii.br_cpf", "«529.982.247-25»"],
  ["pii.br_cpf", "CPF «52998224725»"],
  ["pii.cl_rut", "«12.345.678-5»"],
  ["pii.ar_cuit", "«20-12345678-6»"],
  ["pii.mx_curp", "«HEGG560427MVZRRL04»"],
  ["pii.in_aadhaar", "«2341 2341 2346»"],
  ["pii.in_pan", "PAN: «ABCPE1234F»"],
  ["pii.cn_resident_id", "«11010519491231002X»"],
  ["pii.kr_rrn", "«800101-1234560»"],
  ["pii.jp_my_number", "My Number «1234 5678 9018»"],
  ["pii.sg_nric", "«S1234567D»"],
  ["pii.tw_id", "Taiwan ID: «A123456789»"],
  ["pii.tr_tckn", "TCKN «10000000146»"],
  ["pii.au_tfn", "TFN «123 456 782»"],
  ["pii.au_medicare", "Medicare «2123 45670 1»"],
  ["pii.za_id", "ID number «8001015009087»"],
  ["pii.es_dni", "DNI «12345678Z»"],
  ["pii.es_dni", "«X1234567L»"],
  ["pii.it_codice_fiscale", "«RSSMRA80A01H501U»"],
  ["pii.fr_nir", "«2 69 05 49 588 157 80»"],
  ["pii.fr_nir", "NIR: «269054958815780»"],
  ["pii.de_tax_id", "Steuer-ID: «86095742719»"],
  ["pii.de_social_security", "«15070649C103»"],
  ["pii.uk_nino", "«AB 12 34 56 C»"],
  ["pii.uk_nino", "NINO «AB123456C»"],
  ["pii.uk_nhs", "NHS number «943 476 5919»"],
  ["pii.nl_bsn", "BSN «111222333»"],
  ["pii.be_national_number", "«85.07.30-033.28»"],
  ["pii.pl_pesel", "PESEL «44051401359»"],
  ["pii.se_personnummer", "«811228-9874»"],
  ["pii.fi_hetu", "«131052-308T»"],
  ["pii.no_fodselsnummer", "fødselsnummer «01010750160»"],
  ["pii.dk_cpr", "CPR «070761-4285»"],
  ["pii.ch_ahv", "«756.9217.0769.85»"],
  ["pii.pt_nif", "NIF «123456789»"],
  ["pii.ie_pps", "PPS «1234567T»"],
  ["pii.at_svnr", "SVNR «1237 010180»"],
  ["pii.cz_rodne_cislo", "«710319/2745»"],
  ["pii.ro_cnp", "CNP «1800101221144»"],
];

const NOTHING: readonly string[] = [
  "git@github.com:org/repo.git",
  "ssh://git@github.com/org/repo",
  `https:${"//"}bob:secret@example.com/a`,
  "npm install @types/node typescript@5.6.2 left-pad@latest",
  "background: url(logo@2x.png)",
  "@app.route decorator, user@localhost",
  "2024-04-23 10:11:12.123456 and 2006-2022, 12/31/2024",
  "call on 2024-04-23, fax in 2006-2022",
  "1700000000 1700000000000 1700000000000000",
  "192.168.100.200 10.0.0.1:8080 255.255.255.255",
  "version 1.2.3-4567 build 20240101.123456",
  "550e8400-e29b-41d4-a716-446655440000",
  "4111 1111 1111 1112 and 4111111111111112",
  "0000 0000 0000 0000 and 000-00-0000",
  "666-12-3456 000-12-3456 123-00-4567",
  "GB82 WEST 1234 5698 7654 33",
  "order 536904399, item 111222333, ref 44051401359",
  "find . -size +10000000 | tail -n +347340107",
  "3.141592653589793 2.718281828459045",
  "+1000000000 +11111111111",
  "0x4111111111111111 a4111111111111111b",
  "ISBN 978-3-16-148410-0",
  "x = (1024) * 768 + 4096 - 12345678",
];

function marked(text: string): { plain: string; start: number; end: number } {
  const [before, inside, after] = text.split(/[«»]/) as [string, string, string];
  return { plain: before + inside + after, start: before.length, end: before.length + inside.length };
}

describe("data of people", () => {
  test.each(FOUND)("%s in %s", (type, text) => {
    const { plain, start, end } = marked(text);
    expect(findPersonal(plain)).toMatchObject([{ type, start, end }]);
  });

  test.each(FOUND.filter(([type]) => type !== "pii.email" && type !== "pii.phone"))(
    "not %s with another check digit: %s",
    (type, text) => {
      const { plain, end } = marked(text);
      const last = plain.charAt(end - 1);
      const other = /[0-9]/.test(last) ? String((Number(last) + 1) % 10) : last === "Q" ? "R" : "Q";
      const wrong = plain.slice(0, end - 1) + other + plain.slice(end);
      const unchecked = ["pii.us_ssn", "pii.us_itin", "pii.in_pan", "pii.dk_cpr", "pii.au_medicare", "pii.at_svnr"];
      const found = findPersonal(wrong).map((one) => one.type);
      if (!unchecked.includes(type)) expect(found).not.toContain(type);
    },
  );

  test.each(NOTHING)("nothing in %s", (text) => {
    expect(findPersonal(text)).toEqual([]);
  });

  test("any text: no throw, in order, inside the text, not overlapping", () => {
    const pieces = fc.constantFrom(
      ...FOUND.map(([, text]) => marked(text).plain),
      " ",
      "-",
      "+",
      "(",
      "1",
      "a@",
      "@b.c",
      "é",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary" }))), (parts) => {
        const text = parts.join("");
        let last = 0;
        for (const { start, end } of findPersonal(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
