import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { REPORTERS } from "../../../../src/policy/test/reporters/index.ts";
import { ranges } from "../../../../src/policy/test/reporters/pretty.ts";
import { exitCodeOf, isBad } from "../../../../src/policy/test/result.ts";
import { HOSTILE, REPORTS } from "./reports.ts";
import { SARIF_SUBSET } from "./sarif-subset.ts";
import { parseXml, type XmlElement } from "./xml.ts";

const plain = (_: string, text: string) => text;
const all = Object.entries(REPORTS);

test.each([
  ["passed", 0],
  ["failed", 2],
  ["refused", 3],
  ["without tests", 2],
  ["below the threshold", 2],
] as const)("the exit code of a run that is %s is %d", (name, code) => {
  expect(exitCodeOf(REPORTS[name]!)).toBe(code);
});

describe("JUnit", () => {
  test.each(all)("is well-formed and counts right when the run is %s", (_, report) => {
    const root = parseXml(REPORTERS.junit(report, plain));
    const suites = root.children;
    const cases = suites.flatMap(({ children }) => children);
    expect(root.name).toBe("testsuites");
    expect(new Set(suites.map(({ name }) => name)).difference(new Set(["testsuite"])).size).toBe(0);
    for (const element of [root, ...suites]) {
      const inside = element === root ? cases : element.children;
      const having = (child: string) => inside.filter(({ children }) => children[0]?.name === child).length;
      expect(element.attributes).toMatchObject({
        tests: String(inside.length),
        failures: String(having("failure")),
        errors: String(having("error")),
        skipped: String(having("skipped")),
      });
      expect(element.attributes["time"]).toMatch(/^\d+\.\d{6}$/);
    }
    expect(cases).toHaveLength(report.results.length + report.problems.length + report.complaints.length);
    expect(cases.every(isJunitCase)).toBe(true);
  });

  test("keeps what a failure says, but for what XML cannot hold", () => {
    const { children } = parseXml(REPORTERS.junit(REPORTS["hostile"]!, plain));
    const failure = children
      .flatMap((suite) => suite.children)
      .find(({ children: [child] }) => child?.name === "failure");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is replaced
    const kept = HOSTILE.toWellFormed().replace(/[\u0000\u001b]/g, "\u{fffd}");
    expect(failure?.attributes["name"]).toBe(kept);
    expect(failure?.children[0]?.attributes["message"]).toBe(kept);
    expect(failure?.children[0]?.text).toBe(`${kept}\n${kept}`);
  });
});

/** By the schema that Jenkins publishes: names, and one child at most. */
function isJunitCase({ name, attributes, children }: XmlElement): boolean {
  const known = ["name", "classname", "file", "line", "time"];
  return (
    name === "testcase" &&
    Object.keys(attributes).every((key) => known.includes(key)) &&
    attributes["name"] !== undefined &&
    attributes["classname"] !== undefined &&
    children.length <= 1 &&
    children.every((child) => ["failure", "error", "skipped"].includes(child.name) && child.children.length === 0)
  );
}

describe("TAP 14", () => {
  test.each(all)("has a plan that its test points fit when the run is %s", (_, report) => {
    const lines = REPORTERS.tap(report, plain).split("\n");
    expect(lines.shift()).toBe("TAP version 14");
    expect(lines.pop()).toBe("");
    if (report.problems.length > 0) {
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^Bail out! /);
      return;
    }
    const planned = report.results.length + report.complaints.length;
    expect(lines.shift()).toBe(`1..${planned}`);
    const points = lines.filter((line) => !line.startsWith("  "));
    expect(points.map((line) => /^(?:not )?ok (\d+) - /.exec(line)?.[1])).toEqual(
      points.map((_line, at) => `${at + 1}`),
    );
    expect(points).toHaveLength(planned);
    expect(points.filter((line) => line.startsWith("not ok"))).toHaveLength(
      report.results.filter(isBad).length + report.complaints.length,
    );
    // A # that is not escaped begins a directive.
    const directives = points.map((line) => / # (.*)$/.exec(line.replaceAll(/\\./g, ""))?.[1]?.split(" ")[0]);
    expect(directives.filter((word) => word === "SKIP")).toHaveLength(
      report.results.filter(({ status }) => status === "skipped").length,
    );
    expect(directives.filter((word) => word !== undefined && word !== "SKIP")).toEqual([]);
  });

  test.each(["failed", "hostile"])("explains failures in YAML when the run is %s", (name) => {
    const report = REPORTS[name]!;
    const blocks = REPORTERS.tap(report, plain).matchAll(/^ {2}---\n(?<yaml>(?: {2}.*\n)*?) {2}\.\.\.$/gm);
    const explained = [...blocks].map(({ groups }) => parse(groups?.["yaml"] ?? "") as { message: string });
    const bad = report.results.filter(isBad);
    expect(explained.map(({ message }) => message)).toEqual(bad.map(({ message = "" }) => message));
  });
});

describe("SARIF 2.1.0", () => {
  const validate = new Ajv({ allErrors: true }).compile(SARIF_SUBSET);

  test.each(all)("fits the schema when the run is %s", (_, report) => {
    const log = JSON.parse(REPORTERS.sarif(report, plain));
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const { results, tool, invocations } = log.runs[0];
    expect(results).toHaveLength(
      report.results.filter(isBad).length + report.problems.length + report.complaints.length,
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(invocations[0].exitCode).toBe(exitCodeOf(report));
    for (const { locations } of results) {
      expect(URL.canParse(locations[0].physicalLocation.artifactLocation.uri, "file:///")).toBe(true);
    }
  });
});

describe("GitHub", () => {
  const COMMAND = /^::(?<level>error|warning) (?<properties>[^:]*)::(?<data>.*)$/;

  test.each(all)("has one command a line when the run is %s", (_, report) => {
    const lines = REPORTERS.github(report, plain).split("\n").slice(0, -2);
    const wanted = report.results.filter(isBad).length + report.problems.length + report.complaints.length;
    expect(lines).toHaveLength(wanted);
    for (const line of lines) {
      const { properties = "" } = COMMAND.exec(line)?.groups ?? {};
      expect(properties.split(",").map((pair) => pair.split("=", 1)[0])).toEqual(expect.arrayContaining(["title"]));
      expect(properties).toMatch(/^(?:(?:file|line|col|title)=[^,:]*(?:,|$))+$/);
    }
  });

  test("escapes as the runner unescapes", () => {
    const [command = ""] = REPORTERS.github(REPORTS["hostile"]!, plain).split("\n");
    const { properties = "", data = "" } = COMMAND.exec(command)?.groups ?? {};
    const file = /file=([^,]*)/.exec(properties)?.[1] ?? "";
    const unescaped = (text: string) =>
      text
        .replaceAll("%0D", "\r")
        .replaceAll("%0A", "\n")
        .replaceAll("%3A", ":")
        .replaceAll("%2C", ",")
        .replaceAll("%25", "%");
    expect(unescaped(file)).toBe(HOSTILE);
    expect(unescaped(data)).toBe([HOSTILE, HOSTILE, HOSTILE].join("\n"));
  });
});

test("JSON has all of the report", () => {
  const document = JSON.parse(REPORTERS.json(REPORTS["failed"]!, plain));
  expect(document).toMatchObject({ exit_code: 2, counts: { passed: 1, failed: 2, differed: 1, skipped: 1 } });
  expect(document.results).toHaveLength(5);
});

describe("pretty", () => {
  test("names what failed with its place, and what OPA and Writ do not agree on", () => {
    const text = REPORTERS.pretty(REPORTS["failed"]!, plain);
    expect(text).toContain("failed test_b  p/policy/a/a_test.rego:3:1\n    is not true\n      x: 1\n");
    expect(text).toContain("differs test_c  p/policy/a/a_test.rego:9:1\n    not the same\n");
    expect(text).toContain("1 passed, 2 failed, 1 differ between OPA and Writ, 1 skipped");
  });

  test("shows what no test reached", () => {
    const text = REPORTERS.pretty(REPORTS["below the threshold"]!, plain);
    expect(text).toContain("coverage 50.0 % (90 % wanted)\n  not reached p/policy/a/a.rego:7\n");
  });

  test("has nothing that moves a cursor", () => {
    const text =
      REPORTERS.pretty(REPORTS["hostile"]!, plain) +
      REPORTERS.pretty(REPORTS["refused with a hostile message"]!, plain);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each([
    [[], ""],
    [[3], "3"],
    [[3, 4, 5, 9, 11, 12], "3-5,9,11-12"],
  ])("writes the lines %j as %j", (lines, text) => {
    expect(ranges(lines)).toBe(text);
  });
});
