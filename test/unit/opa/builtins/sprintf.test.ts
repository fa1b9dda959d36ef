import fc from "fast-check";
import { expect, test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const VERBS = [..."vTtbcdoOqxXUeEfFgGsp%w!z"];
const FLAGS = ["", "+", "-", "#", " ", "0", "+-", "#0", "-0", "+#", " 0"];
const SIZES = ["", "1", "5", "20", ".", ".0", ".3", "8.2", "*", ".*", "[1]", "[2]", "[9]", "[x]", "3[1]"];
const ARGUMENTS = [
  "0",
  "1",
  "-1",
  "65",
  "9223372036854775807",
  "-9223372036854775808",
  "9223372036854775808",
  "123456789012345678901234567890",
  "-123456789012345678901234567890",
  "0.5",
  "-0.25",
  "1.0",
  "2.5",
  "100000.0",
  "1000000.0",
  "1e2",
  "1e21",
  "1e-7",
  "123456.789",
  "5e-324",
  "1.7976931348623157e308",
  "1e400",
  "0.1",
  '""',
  '"text"',
  '"ü€😀"',
  '"a\\"b\\\\c\\u0001\\n"',
  '"`"',
  "null",
  "true",
  "[]",
  '[1, "a", null]',
  '{"k": [1.50], "a": {}}',
];

/** OPA prints its address for `%p`, and the words of its memory for `%w`. */
function isBig(item: string): boolean {
  return /^-?\d{19,}$/.test(item) && BigInt.asIntN(64, BigInt(item)) !== BigInt(item);
}

test("every verb on every kind of argument is as in Go", () => {
  const rows = VERBS.flatMap((verb) =>
    ARGUMENTS.filter((item) => !"pw".includes(verb) || !isBig(item)).map((item) => `["<%${verb}>", [${item}]]`),
  );
  expectLikeOpa({ sprintf: rows });
});

test("characters", () => {
  const codes = [0, 65, 128512, 55296, 65533, 1114111, 1114112, -1, 173];
  expectLikeOpa({
    sprintf: codes.flatMap((code) => ["c", "q", "U", "#U", "+q", "#q"].map((verb) => `["%${verb}", [${code}]]`)),
  });
});

test("sets and objects print as OPA prints terms", () => {
  expectLikeOpa({ sprintf: ['["%v %s", [{3, 1, 2}, set()]]', '["%v", [{"a": {"b"}, [1]: 2}]]'] });
});

test("directives that are wrong say so as in Go", () => {
  const formats = [
    "%",
    "%%",
    "100%",
    "%d",
    "%d %d",
    "%[3]d",
    "%[2]d %[1]d",
    "%[]d",
    "%[1",
    "%*d",
    "%.*f",
    "%-*d|",
    "%!",
    "%\u00e9",
    "%[2]*[1]d",
    "%100000000d",
    "%.100000000d",
    "a%",
  ];
  const lists = ["[]", "[1]", "[1, 2]", '["x", 2, 3.5]', "[-5, 7]"];
  expectLikeOpa({ sprintf: formats.flatMap((format) => lists.map((list) => `[${JSON.stringify(format)}, ${list}]`)) });
});

test("any directive on any argument is as in Go", { timeout: 60_000 }, () => {
  const directive = fc.tuple(fc.constantFrom(...FLAGS), fc.constantFrom(...SIZES), fc.constantFrom(...VERBS));
  const row = fc
    .tuple(fc.array(directive, { maxLength: 3 }), fc.array(fc.constantFrom(...ARGUMENTS), { maxLength: 4 }))
    .map(
      ([parts, items]) =>
        `[${JSON.stringify(parts.map((part) => `%${part.join("")}|`).join(""))}, [${items.join(", ")}]]`,
    );
  const rows = fc.sample(row, 3_000).filter((args) => !/[pw]\|/.test(args));
  expect(rows.length).toBeGreaterThan(2_000);
  expectLikeOpa({ sprintf: rows });
});
