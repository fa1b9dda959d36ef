import { type JunitTest, junitXml } from "../../policy/test/reporters/junit.ts";
import { exitCodeOf, type FailOn, REPLAY_EXIT, type ReplayReport } from "../report.ts";
import type { ByName } from "../tally.ts";
import { becomes, byChange, headline } from "./sums.ts";

/** Agents of whom each is a test; a replay of more is summed up in one. */
const MAX_TESTS = 1_000;

/** A test for each agent and each tool, which fails where records of theirs would be decided otherwise. */
export function junit(report: ReplayReport): string {
  const tests = [...suite(report, "agents", report.tally.agents), ...suite(report, "tools", report.tally.tools)];
  const summary: JunitTest = {
    suite: "replay",
    name: headline(report),
    durationMs: report.took_ms,
    status: exitCodeOf(report) === REPLAY_EXIT.unknown ? "error" : "passed",
    message: "nothing was judged",
    text: "",
  };
  return junitXml("writ replay", [summary, ...tests]);
}

function suite({ fail_on, tally }: ReplayReport, name: string, all: readonly ByName[]): readonly JunitTest[] {
  return byChange(all)
    .slice(0, MAX_TESTS)
    .map((one) => {
      const failed = failing(one, fail_on);
      const key = name === "agents" ? "agent" : "tool";
      const examples = tally.examples.filter((example) => example[key] === one.name);
      return {
        suite: `replay.${name}`,
        name: one.name,
        durationMs: 0,
        status: failed > 0 ? "failed" : "passed",
        message: `${failed} of ${one.judged} would be decided otherwise`,
        text: examples.map((example) => `${example.id} ${example.changes.join(", ")}: ${becomes(example)}`).join("\n"),
      };
    });
}

function failing({ changed, changes }: ByName, failOn: FailOn): number {
  if (failOn === "never") return 0;
  return failOn === "loosened" ? changes.loosened : changed;
}
