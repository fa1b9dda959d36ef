import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type PolicyProject, readProject } from "../../../../src/policy/project/read.ts";
import { withStaged } from "../../../../src/policy/project/stage.ts";
import { BUILT_IN, folderWith } from "../support.ts";

const FREEZE = "package policy.freeze\n";

function paths({ files }: PolicyProject): readonly string[] {
  return files.map(({ path }) => path);
}

describe("what a project builds on", () => {
  test("by default all that comes with Writ, without its tests but with the helpers of tests", () => {
    const project = readProject(folderWith({ "policy/freeze/freeze.rego": FREEZE }), BUILT_IN);
    expect(project.extends).toBe("default");
    expect(paths(project)).toEqual(expect.arrayContaining(["policy/egress/egress.rego", "policy/freeze/freeze.rego"]));
    expect(paths(project).filter((path) => path.endsWith("_test.rego"))).toEqual(["writ/testing/testing_test.rego"]);
    expect(Object.keys(project.data).sort()).toEqual(["agents", "catalog", "settings"]);
  });

  test("library: no policies and no data", () => {
    const project = readProject(folderWith({ "policy.yaml": "extends: library\n" }), BUILT_IN);
    expect(paths(project).every((path) => path.startsWith("writ/"))).toBe(true);
    expect(project.data).toEqual({});
  });

  test.each([
    ["nothing: only the folder", { "policy.yaml": "extends: nothing\n" }],
    ["a main of one's own decides by itself", { "writ/main/main.rego": "package writ.main\n" }],
    [
      "even where policy.yaml says otherwise",
      { "policy.yaml": "extends: default\n", "writ/main/main.rego": "package writ.main\n" },
    ],
  ])("%s", (_, files) => {
    const project = readProject(folderWith(files), BUILT_IN);
    expect(project.extends).toBe("nothing");
    expect(project.files.every(({ own }) => own)).toBe(true);
  });

  test("the repository's own sources come out as OPA merges them", () => {
    const { data } = readProject(BUILT_IN, BUILT_IN);
    const query = [
      "eval",
      "--format=json",
      "--bundle",
      BUILT_IN,
      '{k: v | some k in {"settings", "catalog", "agents"}; v := data[k]}',
    ];
    const output = execFileSync("var/bin/opa", query, { maxBuffer: 2 ** 26 }).toString();
    expect(data).toEqual(JSON.parse(output).result[0].expressions[0].value);
  });
});

describe("layers", () => {
  test("a package folder replaces the built-in one as a whole", () => {
    const project = readProject(folderWith({ "policy/egress/mine.rego": "package policy.egress\n" }), BUILT_IN);
    const egress = project.files.filter(({ path }) => path.startsWith("policy/egress/"));
    expect(egress.map(({ path, own }) => [path, own])).toEqual([["policy/egress/mine.rego", true]]);
  });

  test("a folder that has only tests tests the built-in package", () => {
    const project = readProject(
      folderWith({ "policy/egress/more_test.rego": "package policy.egress_test\n" }),
      BUILT_IN,
    );
    expect(paths(project)).toEqual(
      expect.arrayContaining(["policy/egress/egress.rego", "policy/egress/more_test.rego"]),
    );
  });

  test("the author's value wins, object by object; lists are replaced", () => {
    const dir = folderWith({
      "settings/data.yaml": "warnings: { session_calls: 5 }\ntenant_kinds: [user]\n",
      "settings/facts/data.json": '{"files": {"read": {"own.class": "block"}}}',
    });
    const settings = readProject(dir, BUILT_IN).data["settings"];
    expect(settings).toMatchObject({
      warnings: { session_calls: 5, amount_share: 0.8 },
      tenant_kinds: ["user"],
      facts: { files: { read: { "own.class": "block" } } },
    });
  });
});

describe("what is read", () => {
  test("case files, hidden entries, built bundles and other files are not", () => {
    const dir = folderWith({
      "cases/data.yaml": "a: 1",
      ".git/data.yaml": "b: 1",
      "node_modules/x/data.json": "{}",
      "out/policy.wasm": "",
      "out/data.json": '{"c": 1}',
      "notes/settings.yaml": "d: 1",
    });
    const project = readProject(dir, BUILT_IN);
    expect(project.dataFiles).toEqual([]);
    expect(Object.keys(project.data).sort()).toEqual(["agents", "catalog", "settings"]);
  });

  test("a linked folder is refused: what denies could be missing unseen", () => {
    const dir = folderWith({ "policy/freeze/freeze.rego": FREEZE });
    mkdirSync(join(dir, "elsewhere"));
    symlinkSync(join(dir, "elsewhere"), join(dir, "policy/linked"));
    expect(() => readProject(dir, BUILT_IN)).toThrow("policy/linked is a link to a folder");
  });

  test.each([
    [
      "two files with one key",
      { "data.yaml": "settings: { a: 1 }", "settings/data.yaml": "b: 2\na: 3" },
      "settings/data.yaml:2:1: data.settings.a is in another data file too",
    ],
    [
      "a number that rounds",
      { "data.yaml": "limit: 12345678901234567890" },
      "data.yaml:1:8: 12345678901234567890 is a number that most readers would round",
    ],
    ["a list", { "settings/data.yaml": "- a" }, "settings/data.yaml:1:1: is no map of keys to values"],
    ["an alias without its anchor", { "data.yaml": "a: *b" }, "data.yaml:1:"],
    [
      "JSON with a key twice",
      { "data.json": '{"a": 1, "a": 2}' },
      "data.json:1:10: is not YAML: Map keys must be unique",
    ],
    ["a folder that is not there", undefined, "cannot be read (ENOENT)"],
  ])("%s is refused", (_, files, message) => {
    const dir = files === undefined ? "/nowhere/at/all" : folderWith(files);
    expect(() => readProject(dir, BUILT_IN)).toThrow(message);
  });
});

describe("the revision", () => {
  test("is made of what goes into the bundle, and of nothing else", () => {
    const files = { "policy/freeze/freeze.rego": FREEZE };
    const revision = (more: Readonly<Record<string, string>>) =>
      readProject(folderWith({ ...files, ...more }), BUILT_IN).revision;
    const plain = revision({});
    expect(revision({ "policy/freeze/freeze_test.rego": "package policy.freeze_test\n" })).toBe(plain);
    expect(revision({ "cases/a.yaml": "cases: []" })).toBe(plain);
    expect(revision({ "policy/freeze/more.rego": FREEZE })).not.toBe(plain);
    expect(revision({ "settings/data.yaml": "x: 1" })).not.toBe(plain);
    expect(revision({ "policy.yaml": 'revision: "2026-11"' })).toBe("2026-11");
  });
});

describe("staging", () => {
  test("one folder for OPA, with paths that lead back, gone afterwards", async () => {
    const dir = folderWith({ "policy/freeze/freeze.rego": FREEZE, "policy/freeze/freeze_test.rego": FREEZE });
    const project = readProject(dir, BUILT_IN);
    const staged = await withStaged(project, async ({ dir: at, origin }) => {
      expect(JSON.parse(readFileSync(join(at, "data.json"), "utf8"))).toEqual(project.data);
      expect(existsSync(join(at, "policy/freeze/freeze_test.rego"))).toBe(false);
      for (const path of [
        `${at}/policy/freeze/freeze.rego`,
        "policy/freeze/freeze.rego",
        "./policy/freeze/freeze.rego",
        "/policy/freeze/freeze.rego",
        `file://${at}/policy/freeze/freeze.rego`,
      ]) {
        expect(origin(path)).toBe(join(dir, "policy/freeze/freeze.rego"));
      }
      expect(origin("policy/egress/egress.rego")).toBe("writ:policy/egress/egress.rego");
      return at;
    });
    expect(existsSync(staged)).toBe(false);
    const withTests = await withStaged(
      project,
      async ({ dir: at }) => existsSync(join(at, "policy/freeze/freeze_test.rego")),
      { tests: true },
    );
    expect(withTests).toBe(true);
  });
});
