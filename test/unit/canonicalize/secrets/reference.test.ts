import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findSecrets } from "../../../../src/canonicalize/analyzers/secrets/index.ts";
import { ALNUM, body, privateKey, SAMPLES, WORD } from "./samples.ts";

const HEX = "0123456789abcdef";

/** More of what secretlint's rules know, beside SAMPLES. */
const MORE: readonly string[] = [
  ...["AGPA", "AIDA", "AROA", "AIPA", "ANPA", "ANVA", "A3TX"].map((prefix) => prefix + body(16, "ABCDEFGHIJ234567")),
  `AWS_SECRET_ACCESS_KEY=${body(40, `${ALNUM}+/`)}`,
  `aws_secret_access_key: "${body(40)}"`,
  `"SecretAccessKey" => "${body(40)}"`,
  `gh${"s_"}12345_${body(40, WORD)}.${body(60, WORD)}.${body(43, WORD)}`,
  `xo${"xr-"}${body(12)}-${body(20)}`,
  `xo${"xo-"}1-${body(12)}-${body(20)}`,
  `https://hooks.slack.${"com/"}services/T${body(9)}/B${body(9)}/${body(24)}`,
  `https://bob:${body(12, WORD)}@example.com/a`,
  `ftp://bob:${body(12, WORD)}@files.example.org`,
  `mongodb+srv://bob:${body(12)}@cluster0.example.net/shop?w=majority`,
  `jdbc:mysql://bob:${body(12)}@db:3306/shop`,
  `postgresql://bob:${body(12)}@db/shop`,
  `sk_${"test_"}${body(24)}`,
  `sh${"pss_"}${body(38)}`,
  `sh${"ppa_"}${body(32)}`,
  `gl${"c_"}${body(120)}==`,
  `hv${"b."}${body(150, WORD)}`,
  `hv${"r."}${body(95, WORD)}`,
  `vc${"p_"}${body(24)}`,
  `cf${"k_"}${body(40)}${body(8, HEX)}`,
  `da${"pi"}${body(32, HEX)}-2`,
  privateKey("RSA PRIVATE KEY"),
  privateKey("PRIVATE KEY").replaceAll("\n", "\\n"),
];

const config = { rules: [{ id: creator.meta.id, rule: creator, options: {} }] };

/** Where secretlint finds something. */
async function reference(content: string): Promise<readonly (readonly [number, number])[]> {
  const source = { content, filePath: "text.txt", ext: ".txt", contentType: "text" as const };
  const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
  return messages.map(({ range }) => [range[0], range[1]] as const);
}

const credentials = [...SAMPLES.map(([, secret]) => secret), ...MORE];

test("secretlint finds most of the corpus", async () => {
  let found = 0;
  for (const text of credentials) found += (await reference(text)).length > 0 ? 1 : 0;
  expect(found).toBeGreaterThan(credentials.length / 2);
});

async function expectAllOf(text: string): Promise<void> {
  const found = findSecrets(text);
  for (const [start, end] of await reference(text)) {
    const overlap = found.some((one) => one.start < end && one.end > start);
    expect(overlap, `${text.slice(start, end)} in ${text}`).toBe(true);
  }
}

test("a token is found that another one follows behind an underscore, which the first cannot hold itself", async () => {
  await expectAllOf(`hf${"_"}${body(34, "abcdefghijklmnopqrstuvwxyz")}_AK${"IA"}${body(16, "ABCDEFGHIJ234567")} `);
});

test("whatever secretlint finds is found here too", async () => {
  const words = fc.stringMatching(/^[a-z ]{0,20}$/);
  const around = fc.constantFrom(
    // Without anything behind it, the next one's name would have no beginning.
    ["", " "],
    [" ", " "],
    ['"', '"'],
    ["=", "\n"],
    ["(", ")"],
    [": '", "',"],
    ["_", " "],
    ["7", " "],
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(words, around, fc.constantFrom(...credentials)), { maxLength: 4 }),
      async (parts) => {
        const text = parts.map(([word, [before, after], secret]) => word + before + secret + after).join("");
        await expectAllOf(text);
      },
    ),
    { numRuns: 150 },
  );
});
