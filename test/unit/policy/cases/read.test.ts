import { describe, expect, test } from "vitest";
import { readCaseFile } from "../../../../src/policy/cases/read.ts";

const CASE = "cases:\n  - name: a\n    action: { verb: file.read }\n    expect: { effect: allow }\n";

describe("a case file that is wrong is refused with its place and what to do", () => {
  test.each([
    ["no YAML", "cases: [", "1:9", /is not YAML/],
    ["no map", "- a\n", "1:1", /no map/],
    ["no cases", "defaults: {}\n", "1:1", /no cases.*list them under cases/],
    ["a misspelt field of the file", "casses: []\n", "1:1", /casses is not a field here.*did you mean cases\?/],
    ["a misspelt field", CASE.replace("action", "acton"), "3:5", /acton .*did you mean action\?/],
    ["a field of expect beside it", `${CASE}    effect: allow\n`, "5:5", /effect .*it belongs under expect/],
    ["a field of the payload beside it", CASE.replace("action: { verb: file.read }", "call: { arguments: {} }"), "3:13",
      /arguments .*it belongs under payload/],
    ["an effect of another product", CASE.replace("effect: allow", "effect: deny"), "4:15", /effect must be one of.*did you mean block\?/],
    ["a misspelt effect", CASE.replace("effect: allow", "effect: alow"), "4:15", /did you mean allow\?/],
    ["a misspelt field of a grant", CASE.replace("allow }", "allow, grant: { audiance: a } }"), "4:39", /did you mean audience\?/],
    ["a grant that is a text", CASE.replace("allow }", "allow, grant: payments }"), "4:30", /grant must be none, or a map/],
    ["no list of reasons", CASE.replace("allow }", "allow, reasons: a }"), "4:30", /reasons must be a list/],
    ["a number for a code", CASE.replace("allow }", "allow, reasons: [1] }"), "4:40", /must be text/],
    ["no effect", CASE.replace("effect: allow", "reasons: [a]"), "4:5", /expect has no effect/],
    ["no expect", CASE.replace("    expect: { effect: allow }\n", ""), "2:5", /no expect/],
    ["no name", CASE.replace("name: a", "environment: a"), "2:5", /no name/],
    ["neither call nor action", CASE.replace("action: { verb: file.read }", "environment: a"), "2:5", /neither call nor action/],
    ["both call and action", CASE.replace("    expect", "    call: { format: mcp, payload: {} }\n    expect"), "3:5", /not both/],
    ["a call without payload", CASE.replace("action: { verb: file.read }", "call: { format: mcp }"), "3:5", /no payload/],
    ["a format that is none", CASE.replace("action: { verb: file.read }", "call: { format: mpc, payload: {} }"), "3:13", /did you mean mcp\?/],
    ["a time without an offset", CASE.replace("    expect", '    now: "2026-01-01T00:00:00"\n    expect'), "4:5", /a time with its offset/],
    ["a session that spent text", CASE.replace("    expect", "    session: { spent: { EUR: much } }\n    expect"), "4:25", /decimal/],
    ["a tier that is none", CASE.replace("    expect", "    intent: { allows: [{ verb: a, max_tier: privilegd }] }\n    expect"), "4:35", /did you mean privileged\?/],
    ["an intent that says not what it allows", CASE.replace("    expect", "    intent: { task: t }\n    expect"), "4:5", /no allows/],
    ["somebody who says nothing that is known", CASE.replace("    expect", "    observed: [{ source: usr, text: a }]\n    expect"), "4:18", /did you mean user\?/],
    ["an origin that is none", CASE.replace("    expect", "    provenance: { topic: usr }\n    expect"), "4:19", /did you mean user\?/],
    ["an approval by nobody", CASE.replace("    expect", "    approval: { template: a }\n    expect"), "4:5", /no approvers.*expect\.approval/],
    ["a name twice", `${CASE}${CASE.replace("cases:\n", "")}`, "5:5", /another case has this name/],
    ["a key twice", `${CASE}    expect: { effect: block }\n`, "5:5", /is not YAML/],
    ["what YAML 1.1 and 1.2 read differently", CASE.replace("name: a", "name: no"), "2:5", /differently/],
  ])("%s", (_, source, place, said) => {
    const { cases, problems } = readCaseFile("cases/a.yaml", source);
    expect(cases).toEqual([]);
    const [{ file, line, column, message, hint = "" } = { file: "", line: 0, column: 0, message: "none" }] = problems;
    expect(`${file}:${line}:${column}`).toBe(`cases/a.yaml:${place}`);
    expect(`${message}; ${hint}`).toMatch(said);
  }); // biome-ignore format: a table
});

describe("defaults", () => {
  const [first, second] = readCaseFile(
    "cases/a.yaml",
    `defaults:
  agent: { id: "agent:a" }
  intent: { task: t, allows: [{ verb: file.read }] }
  context: { cwd: /repo, labels: [a, b] }
cases:
  - name: all of them
    action: { verb: file.read }
    context: { labels: [c] }
    expect: { effect: allow }
  - name: without the intent
    action: { verb: file.read }
    intent:
    expect: { effect: block }
`,
  ).cases;

  test("are merged in field by field; lists are replaced, and an empty value takes one away", () => {
    expect(first?.case).toMatchObject({ agent: { id: "agent:a" }, intent: { task: "t" } });
    expect(first?.case.context).toEqual({ cwd: "/repo", labels: ["c"] });
    expect(second?.case.intent).toBeUndefined();
    expect(second?.case.agent).toEqual({ id: "agent:a" });
  });

  test.each([
    [["context", "labels"], 8],
    [["context", "cwd"], 4],
    [["intent", "allows", "0", "verb"], 3],
    [["expect", "effect"], 9],
    [[], 6],
  ])("keep their place: %j is in line %d", (keys, line) => {
    expect(first?.place(keys).line).toBe(line);
  });
});
