import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountOf, countOf, destinationsOf } from "../../../../src/canonicalize/analyzers/values/index.ts";
import type { JsonValue } from "../../../../src/domain/json.ts";

function valuesOf(kind: string, text: string): readonly string[] {
  return destinationsOf(kind, text).map(({ value }) => value);
}

const MAILBOXES: readonly (readonly [text: string, mailboxes: readonly string[]])[] = [
  ["Bob@Example.COM", ["bob@example.com"]],
  ["Bob Jones <bob@example.com>", ["bob@example.com"]],
  ['"Jones, Bob" <bob@example.com>, eve@example.org', ["bob@example.com", "eve@example.org"]],
  ["a@x.org; b@x.org;", ["a@x.org", "b@x.org"]],
  ["a@x.org b@x.org", ["a@x.org", "b@x.org"]],
  ["a@x.org\nb@x.org", ["a@x.org", "b@x.org"]],
  ["Team: a@x.org, Bob <b@x.org>;", ["a@x.org", "b@x.org"]],
  ["bob@example.com <eve@evil.example>", ["eve@evil.example"]],
  ['"bob@example.com" <eve@evil.example>', ["eve@evil.example"]],
  ["Bob <bob@example.com> <eve@evil.example>", ["bob@example.com", "eve@evil.example"]],
  ["bob(the one)@example.com", ["bob@example.com"]],
  ['"bob"@example.com', ["bob@example.com"]],
  ['"bob smith"@example.com', ['"bob smith"@example.com']],
  ["bob+news@example.com", ["bob+news@example.com"]],
  ["bob@bücher.example", ["bob@xn--bcher-kva.example"]],
  ["bob@example.com.", ["bob@example.com"]],
  ["bob＠example.com", ["bob@example.com"]],
  ["mailto:bob%2Bx@example.com", ["bob+x@example.com"]],
  ["mailto:bob@example.com?cc=eve@example.org", ["mailto:bob@example.com?cc=eve@example.org"]],
  ["<mailto:bob@example.com|Bob>", ["bob@example.com"]],
  ["bob@[192.0.2.1]", ["bob@[192.0.2.1]"]],
  ["everybody", ["everybody"]],
  ["", []],
];

const FORMS: readonly (readonly [kind: string, text: string, value: string])[] = [
  ["phone", "+1 (415) 555-0132", "+14155550132"],
  ["phone", "tel:+1-415-555-0132", "+14155550132"],
  ["phone", "0044 20 7946 0958", "+442079460958"],
  ["phone", "+44 (0)20 7946 0958", "+442079460958"],
  ["phone", "(415) 555-0132", "4155550132"],
  ["phone", "+1 415 555 0132 x12", "+14155550132;ext=12"],
  ["phone", "tel:+14155550132;ext=12", "+14155550132;ext=12"],
  ["phone", "＋４４ ２０ ７９４６ ０９５８", "+442079460958"],
  ["phone", "٠٠٤٤٢٠٧٩٤٦٠٩٥٨", "+442079460958"],
  ["phone", "1-800-FLOWERS", "18003569377"],
  ["phone", "14155550132@s.whatsapp.net", "+14155550132"],
  ["phone", "call Bob", "call Bob"],
  ["handle", "@Bob", "@bob"],
  ["handle", "＠Bob", "@bob"],
  ["handle", "U024BE7LH", "U024BE7LH"],
  ["handle", "<@U024BE7LH|bob>", "U024BE7LH"],
  ["channel", "#General", "#general"],
  ["channel", " C024BE7LR ", "C024BE7LR"],
  ["channel", "<#C024BE7LR|general>", "C024BE7LR"],
  ["account", "gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"],
  ["account", "IBAN: DE89 3704 0044 0532 0130 00", "DE89370400440532013000"],
  ["account", "DE88 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00"],
  ["account", "12-34-56 12345678", "12345612345678"],
  ["account", "acct_1Abc", "acct_1Abc"],
  ["wallet", "0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7"],
  ["wallet", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["wallet", "bitcoin:BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["wallet", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5"],
  ["wallet", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"],
  ["wallet", "Litecoin:3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj", "litecoin:3CDJNfdWX8m2NwuGUV3nhXHXEeLygMXoAj"],
  [
    "wallet",
    "ethereum:0x52908400098527886E0F7030069857D2E4169EE7@137",
    "ethereum:0x52908400098527886E0F7030069857D2E4169EE7@137",
  ],
  ["wallet", "Vitalik.ETH", "vitalik.eth"],
  ["repository", "Acme/Shop", "acme/shop"],
  ["repository", "https://github.com/Acme/Shop.git", "github.com/acme/shop"],
  ["repository", "git@github.com:acme/shop.git", "github.com/acme/shop"],
  ["repository", "http://github.com:8080/Acme/Shop", "http://github.com:8080/Acme/Shop"],
  ["url", "HTTPS://Example.com:443/%7Ebob/%2f", "https://example.com/~bob/%2F"],
  ["url", "Example.com:443/a", "//example.com:443/a"],
  ["url", "not a url", "not a url"],
  ["host", "Example.com.", "example.com"],
  ["host", "example.com:8080", "example.com:8080"],
  ["host", "example.com/a", "//example.com/a"],
  ["user", " mei ", "mei"],
  ["constructor", "x", "x"],
];

const AMOUNTS: readonly (readonly [value: JsonValue, amount: string | undefined])[] = [
  [98.7, "98.7 "],
  [1e21, "1000000000000000000000 "],
  [1e-7, "0.0000001 "],
  ["98.70", "98.7 "],
  ["1e3", "1000 "],
  ["1.5e-2", "0.015 "],
  ["$1,234.50", "1234.5 USD"],
  ["1.234,50 €", "1234.5 EUR"],
  ["EUR 98.70", "98.7 EUR"],
  ["98.70eur", "98.7 EUR"],
  ["US$5", "5 USD"],
  ["$5 USD", "5 USD"],
  ["$5 EUR", undefined],
  ["A$ 5", "5 AUD"],
  ["£1,000", "1000 GBP"],
  ["€1,000", undefined],
  ["€1.000", undefined],
  ["€1.000.000", "1000000 EUR"],
  ["1,000", undefined],
  ["1,50", "1.5 "],
  ["0,125", "0.125 "],
  ["1.125", "1.125 "],
  ["1,23,456.78", "123456.78 "],
  ["CHF 1’234.50", "1234.5 CHF"],
  ["1 234,50 zł", "1234.5 PLN"],
  ["1,2,3", undefined],
  ["1.234.50", undefined],
  ["12,34.5", undefined],
  ["-5", "-5 "],
  ["−$5", "-5 USD"],
  ["$-5", "-5 USD"],
  ["(5.00)", "-5 "],
  ["--5", undefined],
  ["-0.00", "0 "],
  ["¥500", undefined],
  ["JPY 500", "500 JPY"],
  ["20 dollars", "20 USD"],
  ["＄２０", "20 USD"],
  ["5%", undefined],
  ["five", undefined],
  ["", undefined],
  ["5 XYZ", undefined],
  ["1e99", undefined],
  [Number.NaN, undefined],
  [true, undefined],
  [null, undefined],
  [[5], undefined],
];

const COUNTS: readonly (readonly [value: JsonValue, count: number | undefined])[] = [
  [3, 3],
  ["5000", 5000],
  ["1,234,567", 1234567],
  [["a", "b"], 2],
  [-1, undefined],
  [1.5, undefined],
  ["$5", undefined],
  [{}, undefined],
];

describe("destinations in one form", () => {
  test.each(MAILBOXES)("mailboxes of %j", (text, mailboxes) => {
    expect(valuesOf("email", text)).toEqual(mailboxes);
  });

  test("a mailbox has the domain behind its last @", () => {
    expect(destinationsOf("email", '"a@b"@Example.com')).toEqual([
      { kind: "email", value: '"a@b"@example.com', domain: "example.com", origin: "unseen" },
    ]);
  });

  test("a list that is too long ends in one destination that nobody listed", () => {
    const list = Array.from({ length: 600 }, (_, index) => `a${index}@example.com`);
    const found = valuesOf("email", list.join(","));
    expect(found.slice(0, 512)).toEqual(list.slice(0, 512));
    expect(found.slice(512)).toEqual([list.slice(512).join(",")]);
  });

  test.each(FORMS)("%s %j", (kind, text, value) => {
    expect(valuesOf(kind, text)).toEqual([value]);
  });

  test.each(["email", "phone", "handle", "channel", "account", "wallet", "repository", "url", "host"])(
    "%s: the form is its own form, and no text is too much",
    (kind) => {
      const text = fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: fc.constantFrom(...'ab@.,:;<>()"\\#+0-9/ \n?=%[]é') }),
      );
      fc.assert(
        fc.property(text, (written) => {
          for (const value of valuesOf(kind, written)) {
            const again = valuesOf(kind, value);
            if (again.length === 1 && kind !== "email") expect(again[0]).toBe(value);
          }
        }),
        { numRuns: 2000 },
      );
    },
  );
});

describe("the same mailbox, number and account however it is written", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  const domain = fc.constantFrom("example.com", "mail.example.org", "xn--bcher-kva.example");

  test("mailboxes", () => {
    const display = fc.constantFrom("", "Bob", '"Jones, B."', '"a\\"b"', "bob@example.net");
    fc.assert(
      fc.property(name, domain, display, fc.boolean(), (local, at, shown, loud) => {
        const address = `${local}@${at}`;
        const written = `${shown} <${loud ? address.toUpperCase() : address}> `;
        expect(valuesOf("email", written)).toEqual([address]);
        expect(valuesOf("email", `${address}, ${written}; ${address}`)).toEqual([address, address, address]);
      }),
    );
  });

  test("telephone numbers", () => {
    const gap = fc.constantFrom("", " ", "-", ".", " - ");
    const digits = fc.array(fc.nat(9), { minLength: 7, maxLength: 11 });
    fc.assert(
      fc.property(digits, fc.array(gap, { minLength: 11, maxLength: 11 }), (number, gaps) => {
        const written = `+4${number.map((digit, i) => `${i === 0 ? "" : gaps[i]}${digit}`).join("")}`;
        expect(valuesOf("phone", written)).toEqual([`+4${number.join("")}`]);
      }),
    );
  });

  test("other mailboxes have other forms", () => {
    fc.assert(
      fc.property(name, name, domain, domain, (a, b, at, other) => {
        fc.pre(a !== b || at !== other);
        expect(valuesOf("email", `${a}@${at}`)).not.toEqual(valuesOf("email", `X <${b}@${other}>`));
      }),
    );
  });
});

describe("amounts", () => {
  test.each(AMOUNTS)("%j", (value, amount) => {
    const found = amountOf(value);
    expect(found && `${found.value} ${found.currency}`).toBe(amount);
  });

  test.each(COUNTS)("count of %j", (value, count) => {
    expect(countOf(value)).toBe(count);
  });

  test("are the same with marks between thousands and without, and never another's", () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const plain = decimal(a);
        const [whole = "", fraction = ""] = plain.split(".");
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
        const continental = `${grouped.replaceAll(",", ".")},${fraction}`;
        expect(amountOf(`$${grouped}.${fraction}`)).toEqual(amountOf(`USD ${plain}`));
        expect(amountOf(`${continental} €`)).toEqual(amountOf(`${plain} EUR`));
        if (a !== b) expect(amountOf(plain)).not.toEqual(amountOf(decimal(b)));
      }),
    );
  });

  test("of any text are none or a decimal", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789.,'’ -+()e$€£USDEUR"), maxLength: 20 });
    fc.assert(
      fc.property(text, (written) => {
        const found = amountOf(written);
        if (found !== undefined) expect(found.value).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
      { numRuns: 5000 },
    );
  });
});

function decimal(cents: bigint): string {
  return `${cents / 100n}.${(cents % 100n).toString().padStart(2, "0")}`;
}
