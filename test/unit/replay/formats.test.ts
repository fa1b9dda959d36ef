import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { REPLAY_FORMATS } from "../../../src/replay/formats/index.ts";
import type { ReplayReport } from "../../../src/replay/report.ts";
import { EMPTY_TALLY, type Example, sum } from "../../../src/replay/tally.ts";
import { SARIF_SUBSET } from "../policy/test/sarif-subset.ts";
import { parseXml, type XmlElement } from "../policy/test/xml.ts";

/** What agents and tools may call themselves. */
const HOSTILE = "a|b <script>\"&'\u0007\u202e`[x](javascript:1) @everyone\n\u001b[2J";

/** Control and format characters, but for the ends of lines. */
const MOVING = /(?!\n)[\p{Cc}\p{Cf}]/u;

const NOTHING = EMPTY_TALLY.changes;
const EXAMPLE: Example = {
  id: "dec_1",
  at_ms: 1,
  agent: HOSTILE,
  tool: "mail/send",
  changes: ["loosened", "reasons"],
  recorded: { effect: "block", approval: true, reasons: ["a", "b"] },
  replayed: { effect: "allow", approval: false, reasons: [] },
  same_bundle: false,
};

function reportOf(changes: Partial<ReplayReport> = {}): ReplayReport {
  const counts = { judged: 3, changed: 1, changes: { ...NOTHING, loosened: 1, reasons: 1 } };
  const tally = {
    ...EMPTY_TALLY,
    ...counts,
    records: 6,
    not_asked: 1,
    unreplayable: { ...EMPTY_TALLY.unreplayable, redacted: 2 },
    named: [
      { id: "dec_8", why: "redacted" as const },
      { id: "dec_9", why: "redacted" as const },
    ],
    agents: [{ name: HOSTILE, ...counts }],
    tools: [
      { name: "mail/send", ...counts },
      { name: "mail/read", judged: 2, changed: 0, changes: NOTHING },
    ],
    examples: [EXAMPLE],
  };
  const bundle = { path: "policies", revision: "r", digest: `sha256:${"a".repeat(64)}` };
  return { bundle, fail_on: "changed", took_ms: 1500, jobs: 2, tally, ...changes };
}

const write = (format: keyof typeof REPLAY_FORMATS, report = reportOf()) =>
  REPLAY_FORMATS[format](report, { verbose: false });

describe("JUnit", () => {
  const failed = (report: ReplayReport) => {
    const cases: readonly XmlElement[] = parseXml(write("junit", report)).children.flatMap(({ children }) => children);
    return cases.filter(({ children }) => children[0]?.name === "failure").map(({ attributes }) => attributes["name"]);
  };

  test("fails a test for each agent and tool of which decisions change", () => {
    expect(failed(reportOf())).toEqual([expect.stringContaining("a|b <script>"), "mail/send"]);
  });

  test.each(["loosened", "never"] as const)("counts by --fail-on %s", (fail_on) => {
    const tightened = {
      ...reportOf().tally,
      ...{ agents: [], tools: [{ ...reportOf().tally.tools[0]!, changes: NOTHING }] },
    };
    expect(failed(reportOf({ fail_on, tally: tightened }))).toEqual([]);
  });

  test("is an error where nothing was judged", () => {
    const root = parseXml(write("junit", reportOf({ tally: EMPTY_TALLY })));
    expect(root.attributes).toMatchObject({ tests: "1", errors: "1" });
  });
});

describe("SARIF", () => {
  test("fits the schema, with a result for each example", () => {
    const log = JSON.parse(write("sarif"));
    expect(new Ajv({ strict: false }).validate(SARIF_SUBSET, log)).toBe(true);
    expect(log.runs[0].results).toMatchObject([{ ruleId: "replay-loosened", level: "error" }]);
    expect(log.runs[0].tool.driver.rules[log.runs[0].results[0].ruleIndex].id).toBe("replay-loosened");
  });

  test("marks what does not count as a note", () => {
    const results = JSON.parse(write("sarif", reportOf({ fail_on: "never" }))).runs[0].results;
    expect(results).toMatchObject([{ level: "note" }]);
  });
});

test("JSON says all of it, for programs", () => {
  expect(JSON.parse(write("json"))).toMatchObject({
    exit_code: 4,
    failures: 1,
    records: 6,
    judged: 3,
    unreplayable: { redacted: 2, erased: 0, unreadable: 0, altered: 0 },
    not_judged: [{ id: "dec_8", why: "redacted" }, { id: "dec_9" }],
    tools: [{ name: "mail/send" }, { name: "mail/read" }],
    examples: [{ id: "dec_1" }],
  });
});

test("a name can neither move the cursor of a terminal nor mark up a comment", () => {
  expect(write("table")).not.toMatch(MOVING);
  const comment = write("markdown");
  expect(comment).not.toMatch(/<script>|@everyone|\]\(/);
  expect(comment).not.toMatch(MOVING);
  // One row of the table it is in.
  expect(comment.split("\n").filter((line) => line.includes("script"))).toHaveLength(2);
});

test("the table names what changes, and what was not judged", () => {
  const text = write("table");
  expect(text).toContain("3 records judged by sha256:aaaaaaaaaaaa (policies): 1 would change");
  expect(text).toMatch(/loosened\s+1\s+the call would be let go on/);
  expect(text).toContain("2 not judged: secrets were taken out of the input");
  expect(text).toContain("dec_9  redacted");
  expect(text).toMatch(/mail\/send\s+3\s+1\s+1\s+0/);
  expect(text).not.toContain("mail/read");
  expect(text).toContain("block, a person may lift it: a, b -> allow");
});

test("of many records that were not judged some are named, and with --verbose all", () => {
  const named = Array.from({ length: 9 }, (_, at) => ({ id: `dec_${at}`, why: "redacted" as const }));
  const report = reportOf({ tally: sum([{ ...EMPTY_TALLY, named }], 1) });
  expect(REPLAY_FORMATS.table(report, { verbose: false })).toContain("and 4 more");
  expect(REPLAY_FORMATS.table(report, { verbose: true })).toContain("dec_8  redacted");
});
