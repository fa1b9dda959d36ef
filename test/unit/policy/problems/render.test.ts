import { describe, expect, test } from "vitest";
import { didYouMean } from "../../../../src/policy/did-you-mean.ts";
import { opaProblems } from "../../../../src/policy/problems/opa.ts";
import { renderProblems } from "../../../../src/policy/problems/render.ts";
import type { Problem } from "../../../../src/policy/project/problem.ts";

const PROBLEM: Problem = { code: "c", severity: "error", file: "a.rego", line: 1, column: 1, message: "no" };

function rendered(changes: Partial<Problem>, source: string): string {
  return renderProblems(
    [{ ...PROBLEM, ...changes }],
    () => source,
    (_, text) => text,
  );
}

describe("a problem for people", () => {
  test.each([
    ["tabs take four columns, in the line and before the caret", { column: 3 }, "\t\tabc", "        ^^^"],
    ["wide characters count once", { column: 4 }, "äöü abc", "   ^"],
    ["a text as a whole", { column: 6 }, 'x == "a b"', "     ^^^^^"],
    ["a place behind the end", { column: 99 }, "abc", "   ^"],
  ])("%s", (_, changes, source, caret) => {
    const [, shown = "", below = ""] = rendered(changes, source).split("\n");
    expect(shown).toBe(`    1 | ${source.replaceAll("\t", "    ")}`);
    expect(below).toBe(`      | ${caret}`);
  });

  test("a long line is cut around the place", () => {
    const [, shown = "", caret = ""] = rendered({ column: 501 }, `${"x".repeat(500)}here${"y".repeat(500)}`).split(
      "\n",
    );
    expect(shown.length).toBeLessThan(160);
    expect(shown.slice(caret.indexOf("^"))).toMatch(/^here/);
  });

  test("what a terminal would obey is not printed", () => {
    expect(rendered({}, "a\u001b[2Jb\u202ec")).toContain("a·[2Jb·c");
    const elsewhere = rendered({ message: "no \u001b[2J", hint: "\u009b2J", file: "\u001b.rego" }, "");
    expect(elsewhere).not.toContain("\u001b");
    expect(elsewhere).not.toContain("\u009b");
  });

  test("without a line there is no excerpt", () => {
    expect(rendered({ line: 0, column: 0 }, "abc")).toBe("a.rego: error: no [c]\n");
  });
});

describe("what OPA says", () => {
  const staged = { origin: (path: string) => `mine/${path}` };

  test("text of commands that have no JSON", () => {
    const stderr =
      "error: 2 errors occurred:\npolicy/a/a.rego:3: rego_type_error: undefined function f\nb.rego:4: rego_parse_error: no\n";
    expect(opaProblems({ code: 1, stdout: "", stderr }, staged)).toMatchObject([
      { file: "mine/policy/a/a.rego", line: 3, message: "undefined function f" },
      { file: "mine/b.rego", line: 4, code: "rego_parse_error" },
    ]);
  });

  test("a failure that is not understood is never taken for success", () => {
    expect(() => opaProblems({ code: 2, stdout: "", stderr: "panic: out of memory" }, staged)).toThrow(
      "panic: out of memory",
    );
    expect(() => opaProblems({ code: 1, stdout: "{}", stderr: "" }, staged)).toThrow("OPA ended with 1");
    expect(opaProblems({ code: 0, stdout: "", stderr: "" }, staged)).toEqual([]);
  });
});

describe("did you mean", () => {
  test.each([
    ["blok", ["block", "allow"], "block"],
    ["agnet", ["agent", "intent"], "agent"],
    ["xyz", ["block", "allow"], undefined],
    ["a", ["allow"], undefined],
    ["", ["allow"], undefined],
  ])("%s", (name, known, meant) => {
    expect(didYouMean(name, known)).toBe(meant === undefined ? undefined : `did you mean ${meant}?`);
  });
});
