import { expect, test } from "vitest";
import { readName, writeName } from "../../../src/domain/distinguished-name.ts";

test.each([
  ["CN=gateway,O=Acme", "CN=gateway,O=Acme"],
  ["cn=gateway, o=Acme Corp", "CN=gateway,O=Acme Corp"],
  ["2.5.4.3=gateway", "CN=gateway"],
  ["OU=a+CN=b,C=DE", "CN=b+OU=a,C=DE"],
  ["CN=Acme\\, Inc.", "CN=Acme\\, Inc."],
  ["CN=\\41cme", "CN=Acme"],
  ["CN=L\\C3\\BCbeck", "CN=Lübeck"],
  ["CN=a=b", "CN=a\\=b"],
  ["CN=\\ a\\ ", "CN=\\ a\\ "],
  ["CN=\\#a", "CN=\\#a"],
  ["CN=a ,O=b", "CN=a,O=b"],
  ["CN=a\\\\", "CN=a\\\\"],
])("%s is %s", (text, name) => {
  expect(readName(text)).toBe(name);
  expect(readName(name)).toBe(name);
});

test.each([
  "", "gateway", "CN", "CN=", "CN= ", "XY=a", "1.2.3.4=a", "CN=a,", "CN=a;O=b", 'CN="a"', "CN=#0401", "CN=a\\", "CN=a\\zz", "CN=\\FF", "CN=<a>",
])("%s is none", (text) => {
  expect(readName(text)).toBeUndefined();
}); // biome-ignore format: one list

test("what a certificate says is not read as more than it says", () => {
  const forged = [[{ type: "2.5.4.10", value: "Evil" }], [{ type: "2.5.4.3", value: "gateway,O=Acme" }]];
  expect(writeName(forged)).toBe("CN=gateway\\,O\\=Acme,O=Evil");
  expect(writeName(forged)).not.toBe(readName("CN=gateway,O=Acme"));
  const swapped = [[{ type: "2.5.4.3", value: "gateway" }], [{ type: "2.5.4.10", value: "Acme" }]];
  expect(writeName(swapped)).not.toBe(readName("CN=gateway,O=Acme"));
  const joined = [
    [
      { type: "2.5.4.10", value: "Acme" },
      { type: "2.5.4.3", value: "gateway" },
    ],
  ];
  expect(writeName(joined)).not.toBe(readName("CN=gateway,O=Acme"));
});
