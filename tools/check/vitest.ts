import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "./checks.ts";

interface Report {
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** Runs every vitest test with its output on this terminal, and counts. */
export async function runVitest(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "writ-vitest-"));
  const file = join(folder, "report.json");
  try {
    const code = await exitCodeOf("vitest", [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ]);
    return countTests(code, readReport(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that ended badly without a failed test (a file that does not load, an unhandled error) is one failure. */
export function countTests(code: number | null, report: Report | undefined): Result {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, complaint: "vitest left no report" };
  const { numTotalTests, numPassedTests, numFailedTests } = report;
  const failed = numFailedTests === 0 && code !== 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numTotalTests - numPassedTests - numFailedTests };
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return undefined;
  }
}

function exitCodeOf(command: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("close", resolve);
  });
}
