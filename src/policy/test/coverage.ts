import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { isTest, type PolicyProject } from "../project/read.ts";
import type { Staged } from "../project/stage.ts";
import { read, testOptions } from "./native.ts";
import type { Coverage } from "./result.ts";

interface RawRange {
  readonly start: { readonly row: number };
  readonly end: { readonly row: number };
}

interface RawFile {
  readonly covered?: readonly RawRange[];
  readonly not_covered?: readonly RawRange[];
}

interface RawReport {
  readonly files: Readonly<Record<string, RawFile>>;
}

/**
 * Which lines of the author's own files the tests reach. All tests have to pass: OPA reports nothing otherwise.
 *
 * @returns undefined when OPA had nothing to report
 */
export async function measureCoverage(
  opa: OpaToolchain,
  staged: Staged,
  project: PolicyProject,
  run: string | undefined,
): Promise<Coverage | undefined> {
  const answer = await opa.run(["test", "-b", ".", "--coverage", "--format", "json", ...testOptions(run)], {
    cwd: staged.dir,
  });
  if (answer.code !== 0) return undefined;
  const { files } = read<RawReport>(answer);
  const reports = project.files
    .filter(({ own, path }) => own && !isTest(path))
    .map(({ path, origin }) => ({ origin, report: files[path] ?? {} }));
  const uncovered = reports.flatMap(({ origin, report }) =>
    [...rowsOf(report.not_covered)].sort((a, b) => a - b).map((line) => ({ file: origin, line })),
  );
  // A line of which a part was not reached is not covered.
  const covered = reports
    .map(({ report }) => rowsOf(report.covered).difference(rowsOf(report.not_covered)).size)
    .reduce((total, lines) => total + lines, 0);
  const all = covered + uncovered.length;
  return { covered, percent: all === 0 ? 100 : (100 * covered) / all, uncovered };
}

function rowsOf(ranges: readonly RawRange[] = []): Set<number> {
  return new Set(
    ranges.flatMap(({ start, end }) => Array.from({ length: end.row - start.row + 1 }, (_, at) => start.row + at)),
  );
}
