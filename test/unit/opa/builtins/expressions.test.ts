import fc from "fast-check";
import { test } from "vitest";
import { expectLikeOpa } from "./like-opa.ts";

const rows = (...lists: readonly (readonly unknown[])[]) => lists.map((list) => JSON.stringify(list));

const PATTERNS = [
  "",
  "a",
  "a*",
  "b*",
  "(a)(b)?",
  "(?P<x>a)|(?P<y>b)",
  "[a-c]+",
  "^a|b$",
  "\\b",
  "(?i)A",
  "(?s).",
  ".",
  "\\pL",
  "x{2,3}",
  "(",
  "[",
  "a**",
  "(?<=a)b",
  "\\C",
  "a{1001}",
  "\\d+",
  "(a|ab)(c|bcd)",
  "a+?",
  "\\Qa.b\\E",
  "ü|€",
  "(?m)^.",
];
const TEXTS = ["", "a", "abba", "aaa", "üa€b😀", "xxxx", "a\nb", "A.b", "abcd", "12a345"];

test("finding, splitting and replacing", () => {
  const pairs = PATTERNS.flatMap((pattern) => TEXTS.map((text) => [pattern, text] as const));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Go's templates look like that
  const templates = ["", "-", "$0", "<$1>", "${1}x", "$1x", "$x$y", "$$", "${", "$", "${x}é$é", "$2"];
  expectLikeOpa({
    "regex.find_n": [
      ...rows(...pairs.flatMap(([pattern, text]) => [-1, 0, 1, 2].map((n) => [pattern, text, n])), ["a", 1, 1]),
      '["a", "a", 1.5]',
    ],
    "regex.split": rows(...pairs, [1, "a"]),
    "regex.replace": rows(
      ...pairs.flatMap(([pattern, text]) => templates.map((template) => [text, pattern, template])),
    ),
  });
});

test("templates", () => {
  const templates = ["urn:foo:{.*}", "a{b}c{d+}", "a{", "a}", "{a{2}}", "{(}", "a.b{x}", "", "{}"];
  const texts = ["urn:foo:bar", "abcddd", "aa", "a.bx", "axbx", "", "urn:foo:"];
  expectLikeOpa({
    "regex.template_match": rows(
      ...templates.flatMap((template) => texts.map((text) => [template, text, "{", "}"])),
      ["<a>", "a", "<", ">"],
      ["a", "a", "", "}"],
      ["a", "a", "{{", "}"],
      ["|a|", "a", "|", "|"],
    ),
  });
});

test("globs that intersect", { timeout: 60_000 }, () => {
  const glob = fc
    .array(
      fc.constantFrom(
        "a",
        "b",
        ".",
        "[ab]",
        "[a-c]",
        "[^a]",
        "a*",
        "b+",
        ".*",
        ".+",
        "[bc]*",
        "\\*",
        "\\",
        "*",
        "]",
        "[a",
        "-",
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(""));
  expectLikeOpa({ "regex.globs_match": fc.sample(fc.tuple(glob, glob), 1_500).map((pair) => JSON.stringify(pair)) });
});
