import { exitCodeOf, failures, type ReplayReport } from "../report.ts";
import { byChange } from "./sums.ts";

/** For programs: the whole report; names are snake_case. */
export function json(report: ReplayReport): string {
  const { bundle, fail_on, took_ms, jobs, tally } = report;
  const { agents, tools, named, ...counts } = tally;
  const document = {
    bundle,
    fail_on,
    exit_code: exitCodeOf(report),
    failures: failures(report),
    took_ms: Math.round(took_ms),
    jobs,
    ...counts,
    agents: byChange(agents),
    tools: byChange(tools),
    not_judged: named,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
