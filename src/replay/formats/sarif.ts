import { type SarifFinding, sarifLog } from "../../policy/test/reporters/sarif.ts";
import { CHANGE_MEANING, exitCodeOf, REPLAY_EXIT, type ReplayReport } from "../report.ts";
import type { Example } from "../tally.ts";
import { becomes } from "./sums.ts";

const RULES = Object.fromEntries(
  Object.entries(CHANGE_MEANING).map(([kind, meaning]) => [
    `replay-${kind}`,
    `A recorded decision changes: ${meaning}.`,
  ]),
);

/** SARIF 2.1.0, for code scanning: a result for each example, in the bundle that changes it. */
export function sarif(report: ReplayReport): string {
  const exitCode = exitCodeOf(report);
  return sarifLog({
    name: "writ replay",
    rules: RULES,
    successful: exitCode !== REPLAY_EXIT.unknown,
    exitCode,
    results: report.tally.examples.map((example) => finding(example, report)),
  });
}

function finding(example: Example, { bundle, fail_on }: ReplayReport): SarifFinding {
  const kind = example.changes[0] ?? "wording";
  const wanted = fail_on === "loosened" ? kind === "loosened" : fail_on === "changed" && kind !== "wording";
  return {
    rule: `replay-${kind}`,
    level: wanted ? "error" : "note",
    lines: [`${example.id} (${example.agent}, ${example.tool}): ${becomes(example)}`],
    file: bundle.path,
    line: 0,
    column: 0,
  };
}
