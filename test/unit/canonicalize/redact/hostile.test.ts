import fc from "fast-check";
import { expect, test } from "vitest";
import { findPersonal } from "../../../../src/canonicalize/analyzers/personal/index.ts";
import { findSecrets } from "../../../../src/canonicalize/analyzers/secrets/index.ts";
import { scanText } from "../../../../src/canonicalize/analyzers/text/index.ts";
import { redact } from "../../../../src/canonicalize/redact/index.ts";
import { cpuMs } from "../../../support/cpu-time.ts";

const CHARS = 64 * 1024;

/** Ten times what the slowest took on an idle machine; a quadratic one takes seconds. */
const LIMIT_MS = 300;

const FUNCTIONS: readonly (readonly [name: string, run: (text: string) => unknown])[] = [
  ["findSecrets", findSecrets],
  ["findPersonal", findPersonal],
  ["scanText", scanText],
  ["redact", redact],
];

/** Beginnings of everything that is looked for, which go on as something else. */
const UNITS: readonly string[] = [
  ..."a A 0 - = : % < > @ ( + { [ \\ . / & ; | $ # ~ _".split(" "),
  ...'-- -----BEGIN :// &# \\" \\u0041 \\x41 \\101 =41 %41 %2541 %3D &#65; &#x41; {" \u200b \u202e \ufe00 а аb ａ é 🏴'.split(
    " ",
  ),
  ..."eyJ eyJ- eyJa. sk- sk-ant- xoxb- SG. ops_ey $6$ $6$a$ 1:AA 11111:AA .atlasv1. a1Q~ MDa. s. 1/ T3BlbkFJ sk-T3BlbkFJ".split(
    " ",
  ),
  ...'password= password=$( password=" password=\' password=\\" token:token: key= key=key=( ://a: ://a:b ://a:b@ a@b.'.split(
    " ",
  ),
  ..."Authorization:Bearer Cookie:a= Cookie:a=[a cookie:a=b; 1- 12.34. GB82WEST +1".split(" "),
  ..."QUFB H4sIAAAA eJyrVirJ 41 chr(65)+ 99,99, 65,".split(" "),
  "Bearer ",
  "1234 ",
  "DE12 ",
  "0049 ",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----\n-",
  "-----END PRIVATE KEY-----",
  "PuTTY-User-Key-File-2: a\n",
  "password is ",
  "password: \n",
  "password: a,",
  "--password ",
  "curl -u a:",
  "mysql -p",
  "machine a password ",
  "IDENTIFIED BY ",
  "password ' with ",
  "kind: Secret\na: ",
  "| a | ",
  "secret => ",
  "phone 1",
  "tel 1 ",
];

const filled = (unit: string): string => unit.repeat(Math.ceil(CHARS / unit.length)).slice(0, CHARS);

/** The time of the faster of two runs: the first may have been interrupted, or compiled. */
function time(run: (text: string) => unknown, text: string): number {
  const first = cpuMs(() => run(text));
  return first < LIMIT_MS ? first : cpuMs(() => run(text));
}

test.each(FUNCTIONS)("%s takes no long time on any unit that repeats", (_name, run) => {
  for (const unit of UNITS) expect(time(run, filled(unit)), JSON.stringify(unit)).toBeLessThan(LIMIT_MS);
});

test.each(FUNCTIONS)("%s takes no long time on units that follow each other", (_name, run) => {
  const part = fc
    .tuple(fc.constantFrom(...UNITS), fc.integer({ min: 1, max: 20 }))
    .map(([unit, count]) => unit.repeat(count));
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 4 }), (parts) => {
      expect(time(run, filled(parts.join("")))).toBeLessThan(LIMIT_MS);
    }),
    { numRuns: 30 },
  );
});
