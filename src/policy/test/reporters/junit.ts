import { lineOf } from "../../project/problem.ts";
import type { TestReport, TestResult } from "../result.ts";
import type { Reporter } from "./reporter.ts";

/** JUnit's XML, as Jenkins, GitLab and others read it: a suite for each package and case file. */
export const junit: Reporter = (report) => junitXml("writ policy test", allTests(report));

/** @param name of the whole run */
export function junitXml(name: string, all: readonly JunitTest[]): string {
  const suites = [...Map.groupBy(all, ({ suite }) => suite)];
  const tests = suites.flatMap(([, inSuite]) => inSuite);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element("testsuites", { name, ...sums(tests) }),
    ...suites.flatMap(([suite, inSuite]) => [
      element("  testsuite", { name: suite, ...sums(inSuite) }),
      ...inSuite.map(testCase),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

export interface JunitTest extends Pick<TestResult, "suite" | "name" | "durationMs"> {
  readonly file?: string;
  readonly line?: number;
  readonly status: TestResult["status"] | "error";
  readonly message: string;
  readonly text: string;
}

/** The tests, and what is wrong beside them as tests of suites of their own. */
function allTests({ results, problems, complaints, folder }: TestReport): readonly JunitTest[] {
  const beside = { durationMs: 0, text: "" };
  return [
    ...results.map((result) => ({ ...result, message: result.message ?? "", text: result.details.join("\n") })),
    ...problems.map((problem) => ({
      ...beside,
      suite: folder,
      name: `the policy compiles and loads: ${problem.code}`,
      status: "error" as const,
      message: lineOf(problem),
      ...(problem.line > 0 ? { file: problem.file, line: problem.line } : {}),
    })),
    ...complaints.map((message) => ({ ...beside, suite: folder, name: "the run", status: "failed" as const, message })),
  ];
}

function sums(tests: readonly JunitTest[]): Readonly<Record<string, string | number>> {
  const count = (...wanted: readonly JunitTest["status"][]) =>
    tests.filter(({ status }) => wanted.includes(status)).length;
  const tookMs = tests.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    tests: tests.length,
    failures: count("failed", "differed"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(tookMs),
  };
}

function testCase({ suite, name, status, file, line, durationMs, message, text }: JunitTest): string {
  const place = file === undefined || line === undefined ? {} : { file, line };
  const open = element("    testcase", { name, classname: suite, ...place, time: seconds(durationMs) });
  if (status === "passed") return `${open.slice(0, -1)}/>`;
  if (status === "skipped") return `${open}${element("skipped", { message }).slice(0, -1)}/></testcase>`;
  const tag = status === "error" ? "error" : "failure";
  return `${open}${element(tag, { message, type: status })}${escaped(text)}</${tag}></testcase>`;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const [indent = "", tag = ""] = /^( *)(.*)$/.exec(name)?.slice(1) ?? [];
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value), true)}"`);
  return `${indent}<${tag}${written.join("")}>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML 1.0 (section 2.2) has no way to write. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** In attributes line breaks and tabs would be read as spaces (section 3.3.3). */
function escaped(text: string, attribute = false): string {
  const safe = text
    .toWellFormed()
    .replace(NO_XML, "\u{fffd}")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
  const kept = attribute ? /[\t\n\r]/g : /\r/g;
  return safe.replace(kept, (character) => `&#${character.charCodeAt(0)};`);
}
