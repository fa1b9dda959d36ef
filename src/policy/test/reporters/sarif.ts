import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { exitCodeOf, isBad, type TestReport, type TestResult } from "../result.ts";
import type { Reporter } from "./reporter.ts";

const RULES = {
  "rego-test-failed": "A Rego test fails.",
  "rego-test-differed": "A Rego test comes to one result in OPA's interpreter and to another one compiled, in Writ.",
  "case-failed": "A call is not decided as its case file expects.",
  "policy-refused": "The policy does not compile, or Writ refuses to load it.",
  "run-incomplete": "No test was run, or the tests cover too little.",
} as const;

type RuleId = keyof typeof RULES;

interface Place {
  readonly file: string;
  /** Counted from 1; 0 where it is not known. */
  readonly line: number;
  readonly column: number;
}

/** SARIF 2.1.0 (OASIS), for code scanning: a result for each failure. */
export const sarif: Reporter = (report) =>
  sarifLog({
    name: "writ policy test",
    rules: RULES,
    successful: report.problems.length === 0,
    exitCode: exitCodeOf(report),
    results: resultsOf(report),
  });

export interface SarifRun {
  readonly name: string;
  /** What each rule is about, by its id. */
  readonly rules: Readonly<Record<string, string>>;
  readonly successful: boolean;
  readonly exitCode: number;
  readonly results: readonly SarifFinding[];
}

export interface SarifFinding extends Place {
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly lines: readonly string[];
}

export function sarifLog({ name, rules, successful, exitCode, results }: SarifRun): string {
  const described = Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } }));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name, rules: described } },
        columnKind: "unicodeCodePoints",
        invocations: [{ executionSuccessful: successful, exitCode }],
        results: results.map((finding) => result(finding, Object.keys(rules).indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultsOf({ results, problems, complaints, folder }: TestReport): readonly SarifFinding[] {
  const whole = { file: folder, line: 0, column: 0 };
  return [
    ...problems.map(({ severity, message, hint, file, line, column }) => ({
      rule: "policy-refused",
      level: severity,
      lines: [message, ...(hint === undefined ? [] : [`hint: ${hint}`])],
      ...{ file, line, column },
    })),
    ...results.filter(isBad).map((test) => {
      const { name, message = "", details, file, line, column } = test;
      const lines = [`${name}: ${message}`, ...details];
      return { rule: ruleOf(test), level: "error" as const, lines, file, line, column };
    }),
    ...complaints.map((complaint) => ({
      rule: "run-incomplete",
      level: "error" as const,
      lines: [complaint],
      ...whole,
    })),
  ];
}

function ruleOf({ kind, status }: TestResult): RuleId {
  if (kind === "case") return "case-failed";
  return status === "differed" ? "rego-test-differed" : "rego-test-failed";
}

function result({ rule, level, lines, file, line, column }: SarifFinding, ruleIndex: number): object {
  const region = line > 0 ? { region: { startLine: line, ...(column > 0 ? { startColumn: column } : {}) } } : {};
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: lines.join("\n") },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }],
  };
}

/** A relative path stays one, in the form of a URI reference (RFC 3986). */
function uriOf(file: string): string {
  const path = file.toWellFormed();
  return isAbsolute(path) ? pathToFileURL(path).href : path.split(sep).map(encodeURIComponent).join("/");
}
