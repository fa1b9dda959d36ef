import { countsOf, exitCodeOf } from "../result.ts";
import type { Reporter } from "./reporter.ts";

/** For programs: the whole report; names are snake_case. */
export const json: Reporter = (report) => {
  const { folder, opa, results, problems, complaints, coverage, tookMs } = report;
  const document = {
    folder,
    opa,
    exit_code: exitCodeOf(report),
    took_ms: Math.round(tookMs),
    counts: countsOf(results),
    results: results.map(({ durationMs, ...result }) => ({ ...result, duration_ms: Number(durationMs.toFixed(3)) })),
    problems,
    complaints,
    ...(coverage === undefined ? {} : { coverage }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
};
