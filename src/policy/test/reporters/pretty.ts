import { readFileSync } from "node:fs";
import { type Paint, renderProblems } from "../../problems/render.ts";
import type { Problem } from "../../project/problem.ts";
import { type Coverage, countsOf, isBad, percentText, type TestResult } from "../result.ts";
import type { Reporter } from "./reporter.ts";

/** For people in a terminal: a line for each suite, all that failed, and the sum. */
export const pretty: Reporter = ({ results, problems, complaints, coverage, opa, tookMs }, paint) => {
  const suites = [...Map.groupBy(results, ({ suite }) => suite)];
  const lines = [
    ...suites.flatMap(([suite, tests]) => suiteLines(suite, tests, paint)),
    ...(problems.length === 0 ? [] : [renderProblems(problems.map(plainProblem), sourceOf, paint).trimEnd()]),
    ...(problems.length > 0 ? [paint("red", "the policy is refused: nothing was tested")] : []),
    ...(coverage === undefined ? [] : coverageLines(coverage, paint)),
    ...complaints.map((complaint) => paint("red", plain(complaint))),
    ...(results.length === 0 ? [] : [summary(results, tookMs, opa, paint)]),
  ];
  return `${lines.join("\n")}\n`;
};

function suiteLines(suite: string, tests: readonly TestResult[], paint: Paint): readonly string[] {
  const bad = tests.filter(isBad);
  const mark = bad.length === 0 ? paint("cyan", "ok    ") : paint("red", "FAILED");
  const count = bad.length === 0 ? tests.length : `${bad.length} of ${tests.length}`;
  return [`${mark} ${plain(suite)} ${paint("dim", `(${count})`)}`, ...bad.flatMap((test) => testLines(test, paint))];
}

function testLines({ name, status, message, details, ...at }: TestResult, paint: Paint): readonly string[] {
  const place = `${plain(at.file)}:${at.line}:${at.column}`;
  return [
    `  ${paint("red", status === "differed" ? "differs" : "failed")} ${paint("bold", plain(name))}  ${paint("cyan", place)}`,
    ...(message === undefined ? [] : [`    ${plain(message)}`]),
    ...details.map((line) => `      ${plain(line)}`),
  ];
}

function coverageLines({ percent, uncovered, threshold }: Coverage, paint: Paint): readonly string[] {
  const wanted = threshold === undefined ? "" : paint("dim", ` (${threshold} % wanted)`);
  return [
    `coverage ${percentText(percent)}${wanted}`,
    ...[...Map.groupBy(uncovered, ({ file }) => file)].map(
      ([file, lines]) => `  ${paint("yellow", "not reached")} ${plain(file)}:${ranges(lines.map(({ line }) => line))}`,
    ),
  ];
}

/** `3-5,9` */
export function ranges(lines: readonly number[]): string {
  const found: [number, number][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else found.push([line, line]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

function summary(results: readonly TestResult[], tookMs: number, opa: string, paint: Paint): string {
  const counts = countsOf(results);
  const parts = [
    paint("bold", `${counts.passed} passed`),
    ...(counts.failed > 0 ? [paint("red", `${counts.failed} failed`)] : []),
    ...(counts.differed > 0 ? [paint("red", `${counts.differed} differ between OPA and Writ`)] : []),
    ...(counts.skipped > 0 ? [paint("yellow", `${counts.skipped} skipped`)] : []),
  ];
  return `${parts.join(", ")} ${paint("dim", `in ${(tookMs / 1000).toFixed(1)} s (${opa})`)}`;
}

function plainProblem({ hint, ...problem }: Problem): Problem {
  const text = { file: plain(problem.file), message: plain(problem.message) };
  return { ...problem, ...text, ...(hint === undefined ? {} : { hint: plain(hint) }) };
}

/** The file that a problem is in; of Writ's own there is none to open. */
function sourceOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Text of a policy or of a call must not move the cursor. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === "\t" ? "  " : "\u{fffd}"));
}
