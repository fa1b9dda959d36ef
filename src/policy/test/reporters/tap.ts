import { lineOf } from "../../project/problem.ts";
import { isBad, type TestResult } from "../result.ts";
import type { Reporter } from "./reporter.ts";

/** TAP version 14 (https://testanything.org/tap-version-14-specification.html). */
export const tap: Reporter = ({ results, complaints, problems }) => {
  if (problems.length > 0) {
    const why = problems.map((problem) => lineOf(problem)).join("; ");
    return `TAP version 14\nBail out! ${oneLine(why)}\n`;
  }
  const points = [
    ...results.flatMap((result, at) => testPoint(result, at + 1)),
    ...complaints.map((complaint, at) => `not ok ${results.length + at + 1} - ${escaped(complaint)}`),
  ];
  const plan = `1..${results.length + complaints.length}`;
  return `${["TAP version 14", plan, ...points].join("\n")}\n`;
};

function testPoint(result: TestResult, id: number): readonly string[] {
  const { suite, name, status, message = "" } = result;
  const line = `${isBad(result) ? "not ok" : "ok"} ${id} - ${escaped(`${suite} ${name}`)}`;
  if (status === "skipped") return [`${line} # SKIP ${escaped(message)}`.trimEnd()];
  return isBad(result) ? [line, ...diagnostics(result)] : [line];
}

/** A YAML block; JSON's strings are YAML. */
function diagnostics({ status, message = "", details, ...at }: TestResult): readonly string[] {
  const fields = {
    message,
    severity: status === "differed" ? "differs" : "fail",
    at: { file: at.file, line: at.line, column: at.column },
    ...(details.length === 0 ? {} : { details }),
  };
  const lines = Object.entries(fields).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
  return ["  ---", ...lines, "  ..."];
}

/** `#` would begin a directive, and a backslash escapes it. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
