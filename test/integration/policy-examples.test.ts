import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { folder, writ } from "../support/policy-cli.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const TEMPLATES = readdirSync(join(EXAMPLES, "policies"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("there are the nine that the index lists", () => {
  const index = readFileSync(join(EXAMPLES, "policies/README.md"), "utf8");
  expect(TEMPLATES.filter((name) => index.includes(`](${name}/)`))).toEqual(TEMPLATES);
  expect(TEMPLATES).toHaveLength(9);
});

describe.each(TEMPLATES)("%s", (name) => {
  test("is copied by init, is well formed, and passes its tests, cases and lines of rules included", async () => {
    const cwd = folder();
    expect(await writ(["init", "mine", "--template", name], { cwd })).toMatchObject({ code: 0 });
    expect(await writ(["check", "mine"], { cwd })).toMatchObject({ code: 0 });
    expect(await writ(["fmt", "--check", "mine"], { cwd })).toMatchObject({ code: 0 });
    const run = await writ(["test", "mine", "--threshold", "100", "--format", "json"], { cwd });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { results } = JSON.parse(run.stdout) as { readonly results: readonly { readonly kind: string }[] };
    expect([...new Set(results.map(({ kind }) => kind))].sort()).toEqual(["case", "rego"]);
  });
});

/** Every `npx writ policy …` that the files for CI run, with the file that it stands in. */
const COMMANDS = readdirSync(join(EXAMPLES, "ci")).flatMap((file) =>
  [...readFileSync(join(EXAMPLES, "ci", file), "utf8").matchAll(/npx writ policy ([^\n]+)/g)].map(([, words = ""]) => ({
    file,
    args: words.replaceAll('"$policies"', "policies").split(" "),
  })),
);

test.each(COMMANDS)("$file: writ policy $args", async ({ args }) => {
  const cwd = folder();
  expect(await writ(["init", "policies", "--template", "read-only-agent"], { cwd })).toMatchObject({ code: 0 });
  expect(await writ(args, { cwd })).toMatchObject({ code: 0 });
});

test("the files for CI are YAML", () => {
  const files = readdirSync(join(EXAMPLES, "ci")).filter((name) => name.endsWith(".yml"));
  expect(files).toHaveLength(2);
  for (const name of files) expect(parse(readFileSync(join(EXAMPLES, "ci", name), "utf8"))).toBeTypeOf("object");
});
