import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { folder, project, STARTER, writ } from "../support/policy-cli.ts";

const REQUEST = JSON.stringify({
  agent: { id: "agent:helpdesk" },
  intent: {
    claims: {
      task: "tsk_1",
      purpose: "p",
      on_behalf_of: "user:alice",
      allows: [{ verb: "message.send", destinations: ["@example.com"] }],
    },
  },
  call: {
    format: "mcp",
    server: "gmail",
    payload: { name: "send_email", arguments: { to: ["bob@example.com"], subject: "s", body: "b" } },
  },
});

/** A built starter, for all that only reads a bundle. */
let built: string;
beforeAll(async () => {
  built = join(mkdtempSync(join(tmpdir(), "writ-policy-built-")), "bundle.tar.gz");
  expect(await writ(["build", STARTER, "-o", built])).toMatchObject({ code: 0, stderr: "" });
});
afterAll(() => rmSync(dirname(built), { recursive: true, force: true }));

describe("build", () => {
  test("the same sources give the same bytes, wherever they are", async () => {
    const output = join(folder(), "deep/er/bundle.tar.gz");
    const run = await writ(["build", ".", "-o", output], { cwd: project() });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/bundle\.tar\.gz: revision [0-9a-f]{16}, sha256:[0-9a-f]{64}\n$/);
    expect(readFileSync(output).equals(readFileSync(built))).toBe(true);
  });

  test("a folder takes the files; it is replaced as a whole, and only if it is a bundle", async () => {
    const dir = project();
    const output = join(folder(), "bundle");
    expect(await writ(["build", dir, "-o", output])).toMatchObject({ code: 0 });
    writeFileSync(join(output, "left-over"), "");
    expect(await writ(["build", dir, "-o", output, "--revision", "two"])).toMatchObject({ code: 0 });
    expect(readdirSync(output).sort()).toEqual([".manifest", "data.json", "policy", "policy.wasm", "writ"]);
    expect(JSON.parse(readFileSync(join(output, ".manifest"), "utf8"))).toMatchObject({
      revision: "two",
      roots: [""],
      metadata: { writ: { built_with: expect.stringMatching(/^writ /), input: expect.arrayContaining(["/action"]) } },
    });
    const refused = await writ(["build", dir, "-o", dir]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("is there already and is no bundle") });
    expect(existsSync(join(dir, "policy.yaml"))).toBe(true);
  });

  test.each([
    [
      "what does not compile",
      { "policy/a/a.rego": "package policy.a\n\nblock contains reason if {\n\tinput.action.tier == y\n}\n" },
      "policy/a/a.rego:3:16: error: var reason is unsafe",
    ],
    [
      "a builtin that production lacks",
      { "policy/a/a.rego": 'package policy.a\n\nblock contains {"code": "a"} if time.now_ns() > 0\n' },
      "policy/a/a.rego:3:33: error: time.now_ns is not there in production",
    ],
    ["data that cannot be read", { "settings/data.yaml": "a: {" }, "settings/data.yaml:1:5: error: is not YAML"],
    [
      "rules that clash with data",
      { "policy/a/a.rego": "package settings\n\nnotify := 1\n" },
      "policy/a/a.rego:3:1: error: conflicting rule for data path settings/notify found",
    ],
    [
      "a catalogue that production would not read",
      { "catalog/gmail/data.yaml": "tools: { send_email: { verbb: message.send } }" },
      "production would refuse the bundle: catalogue: /catalog/gmail/tools/send_email/verbb is no field",
    ],
    [
      "a main of its own that decides nothing",
      {
        "policy/change_freeze/change_freeze.rego": "package policy.change_freeze\n",
        "writ/main/main.rego": "package writ.main\n\nx := 1\n",
      },
      "there is no rule data.writ.main.decision, which is what production asks",
    ],
  ])("%s is refused with 3 and leaves nothing", async (_, files, message) => {
    const output = join(folder(), "bundle.tar.gz");
    const run = await writ(["build", project(files), "-o", output]);
    expect(run).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining(message) });
    expect(existsSync(output)).toBe(false);
  });
});

test.each(["check", "fmt", "lint", "build"])("%s of a folder without a policy is no success", async (command) => {
  const run = await writ([command, "."], { cwd: folder() });
  expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("is it the right folder?") });
});

test.each(["SIGINT", "SIGTERM"] as const)("%s leaves no folder behind, and ends as a signal does", async (signal) => {
  const tmp = folder();
  const env = { PATH: process.env["PATH"], OPA: resolve("var/bin/opa"), TMPDIR: tmp };
  const child = spawn(process.execPath, [resolve("src/main.ts"), "policy", "test", STARTER], { env, stdio: "ignore" });
  const ended = once(child, "exit");
  await vi.waitFor(() => expect(readdirSync(tmp)).not.toEqual([]), { timeout: 20_000, interval: 5 });
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(readdirSync(tmp)).toEqual([]);
});

test("a signal in the moment when the folder is made leaves none either", async () => {
  const tmp = folder();
  const preload = `import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const make = fs.mkdtempSync;
    fs.mkdtempSync = (prefix) => {
      const dir = make(prefix);
      process.kill(process.pid, "SIGTERM");
      return dir;
    };
    syncBuiltinESMExports();`;
  const env = { PATH: process.env["PATH"], OPA: resolve("var/bin/opa"), TMPDIR: tmp };
  const flag = `--import=data:text/javascript,${encodeURIComponent(preload)}`;
  const args = [flag, resolve("src/main.ts"), "policy", "test", STARTER];
  const child = spawn(process.execPath, args, { env, stdio: "ignore" });
  expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
  expect(readdirSync(tmp)).toEqual([]);
});

describe("check", () => {
  test("JSON, with the author's paths", async () => {
    const dir = project({ "policy/a/a.rego": 'package policy.a\n\ndeny contains {"code": "a"} if input.now\n' });
    const run = await writ(["check", dir, "--format", "json"]);
    expect(run).toMatchObject({ code: 2, stderr: "" });
    expect(JSON.parse(run.stdout)).toEqual({
      problems: [
        {
          code: "unread-rule",
          severity: "error",
          file: join(dir, "policy/a/a.rego"),
          line: 3,
          column: 1,
          message: expect.stringContaining("nothing reads the rule deny"),
          hint: "did you mean block?",
        },
      ],
    });
  });

  test("a mistake in a test file counts as well", async () => {
    const dir = project({ "policy/a/a_test.rego": "package policy.a_test\n\ntest_a if x\n" });
    expect(await writ(["check", dir])).toMatchObject({ code: 3, stderr: expect.stringContaining("var x is unsafe") });
  });

  test("no escape codes where nobody looks", async () => {
    const dir = project({ "policy/a/a.rego": "package policy.b\n" });
    const { stderr } = await writ(["check", dir]);
    expect(stderr).toContain("does not fit its folder");
    expect(stderr).not.toContain("\u001b");
  });

  test.each([
    ["a folder that is not there", ["check", "/nowhere"], 1, "/nowhere cannot be read (ENOENT)"],
    ["no OPA", ["check", STARTER], 1, "/nowhere/opa"],
    ["an option that is none", ["check", "--colour"], 1, "unknown option"],
    ["a format that is none", ["lint", "--format", "xml"], 1, "Allowed choices are pretty, json"],
  ])("%s cannot run", async (_, args, code, message) => {
    const run = await writ(args, { env: { OPA: "/nowhere/opa" } });
    expect(run).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});

describe("fmt", () => {
  const UNFORMATTED = { "policy/a/a.rego": 'package policy.a\nblock contains   {"code":"a"} if input.now\n' };

  test("--check lists and changes nothing; without it the file is rewritten", async () => {
    const dir = project(UNFORMATTED);
    const file = join(dir, "policy/a/a.rego");
    expect(await writ(["fmt", dir, "--check"])).toMatchObject({ code: 2, stdout: `${file}\n` });
    expect(readFileSync(file, "utf8")).toBe(UNFORMATTED["policy/a/a.rego"]);
    expect(await writ(["fmt", dir])).toMatchObject({ code: 0, stdout: `${file}\n` });
    expect(readFileSync(file, "utf8")).toBe('package policy.a\n\nblock contains {"code": "a"} if input.now\n');
    expect(await writ(["fmt", dir, "--check"])).toMatchObject({ code: 0, stdout: "" });
  });

  test("what does not parse is shown and left as it is", async () => {
    const dir = project({ "policy/a/a.rego": "package policy.a\n\nblock {\n" });
    expect(await writ(["fmt", dir])).toMatchObject({ code: 3, stderr: expect.stringContaining("a.rego:3:") });
    expect(readFileSync(join(dir, "policy/a/a.rego"), "utf8")).toBe("package policy.a\n\nblock {\n");
  });
});

describe("lint", () => {
  const RULE = '# METADATA\n# title: a\nblock contains {"code": "a"} if count(input.action.traits) == 0\n';
  const FILES = {
    "policy/a/a.rego": `package policy.a\n\n${RULE}\nUnused_Name := 1\n`,
    "policy/a/a_test.rego": "package policy.a_test\n\nimport data.policy.a\n\ntest_a if not a.block[1]\n",
  };

  test("with Regal, in the author's files only", async () => {
    const dir = project(FILES);
    const run = await writ(["lint", dir, "--format", "json"], { env: { REGAL: resolve("var/bin/regal") } });
    const { problems, regal } = JSON.parse(run.stdout);
    expect({ code: run.code, regal }).toEqual({ code: 2, regal: "ran" });
    expect(problems.map(({ code }: { code: string }) => code)).toContain("regal/style/prefer-snake-case");
    expect(problems.filter(({ file }: { file: string }) => !file.startsWith(dir))).toEqual([]);
  });

  test("the author's configuration of Regal counts", async () => {
    const config = "rules:\n  style:\n    prefer-snake-case:\n      level: ignore\n";
    const dir = project({ ...FILES, ".regal/config.yaml": config });
    const run = await writ(["lint", dir, "--format", "json"], { env: { REGAL: resolve("var/bin/regal") } });
    expect(run.stdout).not.toContain("prefer-snake-case");
  });

  test("without Regal it says so", async () => {
    const run = await writ(["lint", project(FILES)], { cwd: folder(), env: { PATH: "/nowhere" } });
    expect(run).toMatchObject({ code: 0, stdout: "no findings (without Regal, which is not installed)\n" });
  });
});

describe("eval", () => {
  test("a request, from standard input, on its way through the steps", async () => {
    const run = await writ(["eval", built], { input: REQUEST });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toMatchObject({
      effect: "allow",
      reasons: [{ code: "intent_allows_unverified" }],
      grant: { audience: "vault" },
    });
  });

  test("data laid over the bundle's", async () => {
    const data = join(folder(), "d.yaml");
    writeFileSync(data, "settings: { change_freeze: true }\n");
    const run = await writ(["eval", built, "--data", data], { input: REQUEST });
    expect(JSON.parse(run.stdout)).toMatchObject({ effect: "block", reasons: [{ code: "change_frozen" }] });
  });

  test("the policy's input as it is, of a folder", async () => {
    const input = { now: "2026-11-20T10:00:00Z", environment: "production", agent: { id: "a" }, action: {} };
    const run = await writ(["eval", STARTER], { input: JSON.stringify(input) });
    expect(JSON.parse(run.stdout)).toMatchObject({ effect: "block" });
    expect(run.stdout).toContain("input_incomplete");
  });

  test("what Writ itself blocks", async () => {
    const run = await writ(["eval", built], { input: JSON.stringify({ ...JSON.parse(REQUEST), agent: {} }) });
    expect(JSON.parse(run.stdout)).toMatchObject({ effect: "block", reasons: [{ code: "agent_missing" }] });
  });

  test.each([
    ["no JSON", "{", 1, "standard input: "],
    ["a list", "[]", 1, "no JSON object"],
    ["an unknown field", '{"agnet": {}}', 1, "/agnet"],
  ])("%s is no request", async (_, input, code, message) => {
    expect(await writ(["eval", built], { input })).toMatchObject({
      code,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  test("a bundle that is damaged is no bundle", async () => {
    const file = join(folder(), "cut.tar.gz");
    writeFileSync(file, readFileSync(built).subarray(0, 5000));
    expect(await writ(["eval", file], { input: REQUEST })).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("inspect", () => {
  test("what a bundle is and who says what in it", async () => {
    const { code, stdout } = await writ(["inspect", built, "--json"]);
    const inspected = JSON.parse(stdout);
    expect({ code, ...inspected }).toMatchObject({
      code: 0,
      roots: [""],
      entrypoints: ["writ/main/decision"],
      builtins: ["crypto.sha256"],
      signed: false,
      data: { settings: expect.any(Number), catalog: expect.any(Number), agents: 0 },
    });
    expect(inspected.packages).toContainEqual({
      package: "policy.change_freeze",
      title: "Change freeze",
      rules: [
        {
          name: "block",
          title: "change_frozen",
          description: "The call would change something while a freeze is on.",
          controls: ["OWASP-ASI-08", "ISO-42001-A.6.2.6"],
        },
      ],
    });
  });

  test("builtins that the module asks of its host", async () => {
    const rule = 'block contains {"code": sprintf("%d", [1])} if semver.is_valid(input.now)\n';
    const { stdout } = await writ(["inspect", project({ "policy/a/a.rego": `package policy.a\n\n${rule}` }), "--json"]);
    expect(JSON.parse(stdout).builtins).toEqual(["crypto.sha256", "semver.is_valid", "sprintf"]);
  });
});

describe("bench", () => {
  test("measures the decision, beside OPA's interpreter", async () => {
    const run = await writ(["bench", STARTER, "--seconds", "0.2", "--opa"], { input: REQUEST });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^writ +[0-9.]+ +[0-9.]+ +[0-9.]+ +\d+$/m);
    expect(run.stdout).toMatch(/^opa bench +[0-9.]+ +\d+$/m);
  });

  test("what no policy is asked of is not measured", async () => {
    const input = JSON.stringify({ ...JSON.parse(REQUEST), agent: {} });
    expect(await writ(["bench", built], { input })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no policy is asked"),
    });
  });
});

describe("init", () => {
  test("a folder that checks, is formatted and has nothing to regret", async () => {
    const dir = join(folder(), "new");
    const run = await writ(["init", dir]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(await writ(["check", dir])).toMatchObject({ code: 0, stdout: "3 files checked, no problems\n" });
    expect(await writ(["fmt", "--check", dir])).toMatchObject({ code: 0 });
    expect(await writ(["lint", dir], { env: { REGAL: resolve("var/bin/regal") } })).toMatchObject({ code: 0 });
    expect(await writ(["init", dir])).toMatchObject({ code: 1, stderr: expect.stringContaining("is not empty") });
  });

  test("ready policies are listed and copied", async () => {
    const names = readdirSync("examples/policies", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const list = await writ(["init", "--list"]);
    expect(list.stdout.trim().split("\n")).toHaveLength(names.length);
    const dir = join(folder(), "copy");
    const [{ name } = { name: "" }] = names;
    expect(await writ(["init", dir, "--template", name])).toMatchObject({ code: 0 });
    expect(readdirSync(dir)).toEqual(readdirSync(join("examples/policies", name)));
    const wrong = await writ(["init", join(dir, "x"), "--template", `${name}s`]);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining(`did you mean ${name}?`) });
  });
});
