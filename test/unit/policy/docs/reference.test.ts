import { readFileSync } from "node:fs";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { addPolicy } from "../../../../src/cli/policy.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../src/domain/json.ts";
import { indexPolicy } from "../../../../src/policy/check/index-policy.ts";
import { readProject } from "../../../../src/policy/project/read.ts";
import { policyReference } from "../../../../tools/docs-policy.ts";

const PAGE = readFileSync("docs/policy-reference.md", "utf8");
const index = indexPolicy(readProject("rego", "rego"));

/** The names in the first cell of each row of a section's tables. */
function firstCells(section: string): readonly string[] {
  const start = PAGE.indexOf(`\n## ${section}\n`);
  const end = PAGE.indexOf("\n## ", start + 1);
  const rows = PAGE.slice(start, end).matchAll(/^\| (?<names>`[^`]+`(?:, `[^`]+`)*) \|/gm);
  return [...rows].flatMap(({ groups }) => groups?.["names"]?.slice(1, -1).split("`, `") ?? []);
}

function valueAt(path: string): JsonValue | undefined {
  return path
    .split(".")
    .reduce<JsonValue | undefined>(
      (value, key) => (isJsonObject(value) ? value[key] : undefined),
      index.data["settings"],
    );
}

describe("docs/policy-reference.md", () => {
  test("its generated parts are what tools/docs-policy.ts makes", async () => {
    expect(PAGE).toBe(await policyReference());
  });

  test("the commands are those that there are", () => {
    const program = new Command();
    addPolicy(program, {});
    const names = program.commands[0]?.commands.map((command) => command.name());
    expect(
      firstCells("Commands")
        .map((usage) => usage.split(" ")[0])
        .sort(),
    ).toEqual([...(names ?? [])].sort());
  });

  test("the rules are those that main gathers", () => {
    expect([...firstCells("Rules")].sort()).toEqual(index.gathered);
  });

  test("every setting of the default policy is explained, and no other", () => {
    const documented = firstCells("Settings");
    for (const path of documented.filter((name) => !ABSENT.includes(name)))
      expect([path, valueAt(path)]).not.toEqual([path, undefined]);
    const groups = Object.entries(index.data["settings"] as JsonObject);
    const settings = groups.flatMap(([key, value]) =>
      documented.includes(key) || !isJsonObject(value) ? [key] : Object.keys(value).map((name) => `${key}.${name}`),
    );
    expect(settings.filter((path) => !documented.includes(path))).toEqual([]);
  });

  test("main's own codes are its own", () => {
    const main = readFileSync("rego/writ/main/main.rego", "utf8");
    const codes = [...main.matchAll(/own\("(?<code>\w+)"|"code": "(?<own>\w+)"/g)].map(
      ({ groups }) => groups?.["code"] ?? groups?.["own"],
    );
    expect(firstCells("Codes")).toEqual(expect.arrayContaining(codes));
    expect(codes.length).toBeGreaterThan(4);
  });
});

/** What the default settings leave out: no limit. */
const ABSENT = ["session.max_calls"];
