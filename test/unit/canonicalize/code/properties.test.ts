import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze, summary } from "./support.ts";

const LANGUAGES = ["python", "javascript", "typescript", "tsx", "perl", undefined] as const;

const PIECES = [
  "import os",
  "os.system",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "'",
  '"',
  "`",
  "${",
  "\n",
  "\n  ",
  " ",
  ";",
  ":",
  ",",
  ".",
  "=",
  "+",
  "%",
  "=>",
  "def f",
  "class A",
  "function g",
  "return",
  "lambda x",
  "for a in",
  "if",
  "else",
  "eval",
  "exec",
  "require",
  "fetch",
  "open",
  "x",
  "y",
  "1",
  "0x1",
  "async",
  "await",
  "yield",
  "f'",
  "b'",
  "*",
  "**",
  "...",
  "new ",
  "import(",
  "from x import *",
  "globals",
  "getattr",
  "constructor",
  "__class__",
  "\uE000",
  "\uE001",
  "\\",
  "#",
  "//",
  "/*",
  "é",
  "\0",
  "!ls",
  "%pip",
];

const soup = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { maxLength: 60 })
  .map((pieces) => pieces.join(""));

test("any text is read without a throw, in every language", () => {
  fc.assert(
    fc.property(soup, fc.constantFrom(...LANGUAGES), (text, language) => {
      expect(["complete", "partial", "limit"]).toContain(analyze(text, language).parse);
    }),
    { numRuns: 2000 },
  );
});

/** Statements with `Q` for a quote and `_` for space. */
const PYTHON = [
  "import os",
  "import requests",
  "import subprocess as sp",
  "from pathlib import Path",
  "os.remove(_Q/tmp/aQ_)",
  "open(_QaQ,_QwQ_)",
  "requests.get(_Qhttps://a.example/Q_)",
  "sp.run(_[_QlsQ,_Q-laQ_]_)",
  "Path(_QbQ_)_._read_text(_)",
  "os.system(_QidQ_)",
  "x_=_QcQ_+_Q.txtQ",
  "open(_x_)",
  "print(_QxQ_)",
];

const SCRIPT = [
  "const fs = require(_QfsQ_)",
  "fs_._unlinkSync(_Q/tmp/aQ_)",
  "fetch(_Qhttps://a.example/Q_)",
  "require(_Qchild_processQ_)_._exec(_QidQ_)",
  "let x_=_QcQ_+_Q.txtQ",
  "fs.readFileSync(_x_)",
  "console.log(_QxQ_)",
  "const { writeFileSync: w } = require(_QfsQ_)",
  "w(_QaQ,_QbQ_)",
];

function spelled(statements: readonly string[], quote: string, space: string, end: string): string {
  return statements
    .map((statement) => statement.replaceAll(/(?<![a-z])_|_(?![a-z])/g, space).replaceAll("Q", quote))
    .join(end);
}

const spelling = (quotes: readonly string[], ends: readonly string[]) =>
  fc.record({
    quote: fc.constantFrom(...quotes),
    space: fc.constantFrom("", " ", "  ", "\t"),
    end: fc.constantFrom(...ends),
  });

test.each([
  ["python", PYTHON, ["'", '"', "'''", '"""'], ["\n", "\n\n", " # a comment\n", "\n# open('x')\n", " ; "]],
  ["javascript", SCRIPT, ["'", '"', "`"], [";", "\n", ";\n\n", "; // fetch('x')\n", " /* eval('x') */ ;"]],
] as const)("%s: quotes, space and comments change nothing", (language, statements, quotes, ends) => {
  const plain = spelled(statements, "'", "", "\n");
  const expected = summary(analyze(plain, language));
  expect(expected.parse).toBe("complete");
  fc.assert(
    fc.property(spelling(quotes, ends), ({ quote, space, end }) => {
      expect(summary(analyze(spelled(statements, quote, space, end), language))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["python", PYTHON],
  ["javascript", SCRIPT.map((statement) => statement.replace(/^(?:const|let) (?=x)/, "var "))],
] as const)("%s: more statements never hide what the others do", (language, statements) => {
  const all = statements.map((statement) => spelled([statement], "'", "", ""));
  fc.assert(
    fc.property(fc.subarray(all), fc.subarray(all), (some, more) => {
      const before = summary(analyze(some.join("\n"), language));
      const after = summary(
        analyze([...some, ...more.filter((statement) => !some.includes(statement))].join("\n"), language),
      );
      if (before.parse === "complete") expect(after.does).toEqual(expect.arrayContaining([...before.does]));
    }),
    { numRuns: 300 },
  );
});

test("a text that is spelled in pieces is the text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z/._-]{1,20}$/), fc.nat(19), (path, at) => {
      const [a, b] = [path.slice(0, at), path.slice(at)];
      const whole = summary(analyze(`open('/tmp/${path}')`, "python"));
      for (const code of [
        `x = '/tmp/${a}'\nopen(x + '${b}')`,
        `open('/tmp/%s%s' % ('${a}', '${b}'))`,
        `b = '${b}'\nopen(f'/tmp/${a}{b}')`,
        `open(''.join(['/tmp/', '${a}', '${b}']))`,
      ]) {
        expect(summary(analyze(code, "python"))).toEqual(whole);
      }
    }),
    { numRuns: 200 },
  );
});
