import type { Problem } from "../project/problem.ts";

/** `differed`: OPA's interpreter and the compiled policy do not say the same. */
export type TestStatus = "passed" | "failed" | "differed" | "skipped";

/** One test, or one case of a test with several. */
export interface TestResult {
  readonly kind: "rego" | "case";
  /** The package of a Rego test, the path of a case file. */
  readonly suite: string;
  readonly name: string;
  readonly status: TestStatus;
  /** What the author opens. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly durationMs: number;
  /** One line: what is wrong, or why it was skipped. */
  readonly message?: string;
  /** Lines for people: expected against actual, values, what was printed. */
  readonly details: readonly string[];
}

export interface UncoveredLine {
  readonly file: string;
  readonly line: number;
}

/** Lines of the author's own files, tests left out, that a test reached; as OPA reports them. */
export interface Coverage {
  readonly covered: number;
  /** Of a hundred; 100 where there is nothing to cover. */
  readonly percent: number;
  readonly uncovered: readonly UncoveredLine[];
  /** What the run asks for, if it does. */
  readonly threshold?: number;
}

/** One run, as every reporter gets it. */
export interface TestReport {
  /** As the author named it. */
  readonly folder: string;
  /** The OPA that compiled and interpreted. */
  readonly opa: string;
  readonly results: readonly TestResult[];
  /** Why there is no policy that could be tested; then there are no results. */
  readonly problems: readonly Problem[];
  /** What is wrong beside single tests, e.g. that there is none. */
  readonly complaints: readonly string[];
  readonly coverage?: Coverage;
  readonly tookMs: number;
}

/** What the command exits with: 2 for a failure, 3 where there is no policy to test. */
export function exitCodeOf({ problems, results, complaints }: TestReport): 0 | 2 | 3 {
  if (problems.some(({ severity }) => severity === "error")) return 3;
  return complaints.length > 0 || results.some(isBad) ? 2 : 0;
}

export function isBad({ status }: TestResult): boolean {
  return status === "failed" || status === "differed";
}

/** How many results there are of each status. */
export function countsOf(results: readonly TestResult[]): Readonly<Record<TestStatus, number>> {
  const counts = { passed: 0, failed: 0, differed: 0, skipped: 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}

/** Rounded down: 99.99 % is not all. */
export function percentText(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}
