import type { TestReport, TestResult } from "../../../../src/policy/test/result.ts";

/** A name that every format has to keep from meaning something. */
export const HOSTILE = "a\"b<c>&'d\n::error::e,f:g%0A # SKIP \\ ]]> --- ... \u0000\u001b[31m\u202e\ud800 1..9";

function result(changes: Partial<TestResult> = {}): TestResult {
  return {
    kind: "rego",
    suite: "policy.a_test",
    name: "test_a",
    status: "passed",
    file: "p/policy/a/a_test.rego",
    line: 3,
    column: 1,
    durationMs: 1.5,
    details: [],
    ...changes,
  };
}

function report(changes: Partial<TestReport> = {}): TestReport {
  return { folder: "p", opa: "opa 1.22.0", results: [], problems: [], complaints: [], tookMs: 1234, ...changes };
}

const FAILED = result({ name: "test_b", status: "failed", message: "is not true", details: ["x: 1"] });
const DIFFERED = result({ name: "test_c", status: "differed", message: "not the same", line: 9 });
const CASE = result({
  kind: "case",
  suite: "p/cases/a.yaml",
  name: "a refund",
  status: "failed",
  file: "p/cases/a.yaml",
});
const SKIPPED = result({ name: "todo_test_d", status: "skipped", message: "not written yet" });

const PROBLEM = {
  code: "rego_parse_error",
  severity: "error",
  file: "p/policy/a/a.rego",
  line: 2,
  column: 5,
  message: "unexpected eof token",
  hint: "a { is not closed",
} as const;

/** What runs end with, for every reporter. */
export const REPORTS: Readonly<Record<string, TestReport>> = {
  passed: report({ results: [result(), SKIPPED] }),
  failed: report({ results: [result(), FAILED, DIFFERED, CASE, SKIPPED] }),
  refused: report({ problems: [PROBLEM] }),
  "refused as a whole": report({ problems: [{ ...PROBLEM, line: 0, column: 0 }] }),
  "without tests": report({ complaints: ["no test was run"] }),
  "below the threshold": report({
    results: [result()],
    complaints: ["coverage is 50.0 %, below 90 %"],
    coverage: { covered: 1, percent: 50, uncovered: [{ file: "p/policy/a/a.rego", line: 7 }], threshold: 90 },
  }),
  hostile: report({
    folder: HOSTILE,
    results: [
      result({ suite: HOSTILE, name: HOSTILE }),
      result({
        suite: HOSTILE,
        name: HOSTILE,
        status: "failed",
        file: HOSTILE,
        message: HOSTILE,
        details: [HOSTILE, HOSTILE],
      }),
      result({ name: HOSTILE, status: "skipped", message: HOSTILE }),
    ],
    complaints: [HOSTILE],
  }),
  "refused with a hostile message": report({
    problems: [{ ...PROBLEM, file: HOSTILE, message: HOSTILE, hint: HOSTILE }],
  }),
};
