import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { composeTestRuntime } from "../../src/compose/policy-test.ts";
import { exitCodeOf, type TestReport } from "../../src/policy/test/result.ts";
import { runTests, type TestOptions } from "../../src/policy/test/run.ts";

const OPA = resolve(process.env["OPA"] ?? "var/bin/opa");
const { runtime, builtIn } = composeTestRuntime({ OPA });

type Files = Readonly<Record<string, string>>;

function project(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), "writ-project-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) write(dir, path, text);
  return dir;
}

function write(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

/** The results as `place name`, with the folder left out. */
async function run(files: Files, options: TestOptions = {}): Promise<{ report: TestReport; said: Files }> {
  const dir = project(files);
  const report = await runTests(dir, builtIn, runtime, options);
  const said = report.results.map(({ file, line, name, status, message }) => [
    `${file.slice(dir.length + 1)}:${line} ${name}`,
    message === undefined ? status : `${status}: ${message}`,
  ]);
  return { report, said: Object.fromEntries(said) as Files };
}

/** A test file of the package a_test: one below policy could not mock data.policy, of which it would be a part. */
function tests(...lines: readonly string[]): Files {
  return { "policy/a/a_test.rego": ["package a_test", ...lines, ""].join("\n") };
}

const at = (line: number, name: string) => `policy/a/a_test.rego:${line} ${name}`;

describe("Rego tests, interpreted and compiled", () => {
  // Some 700 tests, each twice, with coverage.
  test("the default policy's own are all equal", { timeout: 180_000 }, async () => {
    const report = await runTests("rego", "rego", runtime, { coverage: true, threshold: 95 });
    expect(report.results.filter(({ status }) => status !== "passed")).toEqual([]);
    expect(report.results.length).toBeGreaterThan(290);
    expect(report.coverage?.percent).toBeGreaterThan(95);
    expect(exitCodeOf(report)).toBe(0);
  });

  const MOCKS: readonly (readonly [string, readonly string[]])[] = [
    ["input", ["test_a if input.x == 1 with input.x as 1", "test_b if input == [1] with input as [1]"]],
    ["data", ["test_a if data.settings.x == 1 with data.settings.x as 1", "test_b if not data.settings.nothing"]],
    ["a rule", ["r := 1", "test_a if r == 2 with r as 2", "test_b if data.a_test.r == 3 with data.a_test.r as 3"]],
    ["a function", ["f(x) := x", "g(x) := x + 1", "test_a if f(1) == 2 with f as g", "test_b if f(1) == 7 with f as 7"]],
    ["a builtin", ["test_a if count([1]) == 5 with count as 5", "up(_) := \"x\"", "test_b if upper(\"a\") == \"x\" with upper as up"]],
    ["a builtin that Writ refuses", [
      'test_a if http.send({"method": "get", "url": "x"}).ok with http.send as {"ok": true}',
      "test_b if time.now_ns() == 5 with time.now_ns as 5",
    ]],
    ["a chain of them", ["f := input.x + data.settings.y", "test_a if f == 3 with input.x as 1 with data.settings.y as 2"]],
    ["the whole policy", [
      'test_a if data.writ.main.decision.effect == "block" with input as {}',
      'test_b if data.writ.main.decision.effect == "block" with data.policy as {"a": {"allow": {"no code"}}} with input as {}',
    ]],
  ]; // biome-ignore format: a table

  test.each(MOCKS)("mocks of %s work in both", async (_, lines) => {
    const { said } = await run(tests(...lines));
    expect(Object.keys(said).length).toBe(lines.filter((line) => line.startsWith("test_")).length);
    expect(new Set(Object.values(said))).toEqual(new Set(["passed"]));
  });

  test("every kind of test has its result", async () => {
    const { report, said } = await run(
      tests(
        'cases := {"one": 1, "two": 2}',
        "test_cases[name] if {",
        "\tsome name, value in cases",
        "\tprint(name)",
        "\tvalue > 1",
        "}",
        'test_nested[a][b] if { some a in ["x", "y"]; some b in ["1", "2"]; a == "x" }',
        "test_passes if true",
        "test_fails if 1 == 2",
        "test_value := 3",
        "todo_test_later if false",
        "test_twice if true",
        "test_twice if false",
        "none contains 1 if false",
        "test_empty[name] if some name in none",
        "test_clock if time.now_ns() > 0",
        "test_conflict if {1: value | some value in [1, 2]}[1]",
      ),
    );
    expect(said).toEqual({
      [at(3, "test_cases: one")]: "failed: is not true",
      [at(3, "test_cases: two")]: "passed",
      [at(8, "test_nested: x: 1")]: "passed",
      [at(8, "test_nested: x: 2")]: "passed",
      [at(8, "test_nested: y: 1")]: "failed: is not true",
      [at(8, "test_nested: y: 2")]: "failed: is not true",
      [at(9, "test_passes")]: "passed",
      [at(10, "test_fails")]: "failed: is not true",
      [at(11, "test_value")]: "failed: is not true",
      [at(12, "todo_test_later")]: "skipped: todo_: not written yet",
      [at(13, "test_twice")]: "passed",
      [at(14, "test_twice#01")]: "failed: is not true",
      [at(16, "test_empty")]: "failed: has no case: nothing was tested",
      [at(17, "test_clock")]: "failed: calls time.now_ns, which Writ does not have: mock it, `with time.now_ns as …`",
      [at(18, "test_conflict")]: "failed: ends with an error: eval_conflict_error: object keys must be unique",
    });
    expect(exitCodeOf(report)).toBe(2);
    const details = (name: string) => report.results.find((result) => result.name === name)?.details.join("\n");
    expect(details("test_cases: one")).toMatch(/a_test\.rego:6:\n\s+value > 1\n.*\n\s+1\nprint: one/);
    expect(details("test_nested: y: 2")).toMatch(/a_test\.rego:8:\n.*a == "x"/);
    expect(details("test_fails")).toMatch(/a_test\.rego:10:\n\s+1 == 2/);
    expect(JSON.stringify(report)).not.toContain("writ-policy-");
  });

  // OPA's interpreter has integers of any size here, and its WebAssembly has not: its own list of exceptions has format_int.
  test("a difference is a failure of its own", async () => {
    const { report, said } = await run(
      tests('test_big if format_int(12345678901234567890123, 16) == "29d42b64e76714244cb"'),
    );
    expect(said[at(2, "test_big")]).toMatch(
      /^differed: OPA's interpreter: passes; compiled, in Writ: ends with an error/,
    );
    expect(exitCodeOf(report)).toBe(2);
  });

  test("a builtin that fails is an error where that is asked for", async () => {
    const files = tests('test_a if not io.jwt.decode("x")', 'test_b if semver.compare("1.0.0", "1.0.0") == 0');
    expect((await run(files)).said).toEqual({ [at(2, "test_a")]: "passed", [at(3, "test_b")]: "passed" });
    const { said } = await run(files, { strictBuiltinErrors: true });
    expect(said[at(2, "test_a")]).toMatch(/^failed: a builtin fails: io\.jwt\.decode: /);
    expect(said[at(3, "test_b")]).toBe("passed");
  });

  test("a name that no path can have is said to be none", async () => {
    const { said } = await run({ "policy/a/a_test.rego": 'package policy["a/b"]\n\ntest_a if true\n' });
    expect(said[at(3, "test_a")]).toMatch(/^differed: .*a name with a slash cannot be compiled/);
  });
});

const ACTION = "action: { verb: file.read, resource: { type: file, uri: 'file:///repo/a' } }";

/** A case file of cases about reading one file. */
function caseFile(...cases: readonly string[]): Files {
  const head = "defaults:\n  agent: { id: 'agent:a' }\n  intent: { allows: [{ verb: file.read }] }\ncases:\n";
  return { "cases/reading.yaml": head + cases.map((text) => `  - name: ${text}\n`).join("") };
}

describe("case files", () => {
  test("are judged by the compiled policy, its catalogue and its settings", async () => {
    const { report, said } = await run({
      ...caseFile(
        `read\n    ${ACTION}\n    expect: { effect: allow, reasons: [intent_allows_unverified], grant: none, approval: none }`,
        `without an intent\n    ${ACTION}\n    intent:\n    expect: { effect: block }`,
        `read in production\n    ${ACTION}\n    environment: production\n    expect: { effect: allow }`,
        `read the project's tool\n    call: { format: mcp, server: shop, payload: { name: peek, arguments: {} } }\n    expect: { effect: allow, action: { verb: file.read, tool: { known: true } } }`,
        `with other settings\n    ${ACTION}\n    settings: { agents: { unregistered_environments: [] } }\n    expect: { effect: block, reasons: [agent_unregistered] }`,
        `no verb\n    action: { verb: file.reed }\n    expect: { effect: block }`,
      ),
      "cases/broken.yaml": "cases:\n  - nam: a\n",
      "catalog/shop/data.yaml": "server: shop\ntools:\n  peek: { verb: file.read }\n",
    });
    expect(said).toMatchObject({
      "cases/broken.yaml:2 (the file)": "failed: nam is not a field here",
      "cases/reading.yaml:5 read": "passed",
      "cases/reading.yaml:8 without an intent": "passed",
      "cases/reading.yaml:15 read in production": "failed: the effect is block, not allow",
      "cases/reading.yaml:16 read the project's tool": "passed",
      "cases/reading.yaml:19 with other settings": "passed",
    });
    expect(said["cases/reading.yaml:24 no verb"]).toMatch(/^failed: action\.verb must be a verb/);
    const details = report.results.find(({ name }) => name === "read in production")?.details ?? [];
    expect(details).toEqual(
      expect.arrayContaining(["effect     block", "action     file.read  read_only  file:///repo/a"]),
    );
    expect(details.join("\n")).toMatch(/reason {5}agent_unregistered \(policy\.agents\): /);
    expect(exitCodeOf(report)).toBe(2);
  });

  test("count for coverage, and only the author's own lines do", async () => {
    const rule =
      'package policy.a\n\nblock contains {"code": "no_reading"} if {\n\tinput.action.verb == "file.read"\n}\n';
    const unused = '\nunused if {\n\tinput.action.verb == "file.write"\n\tinput.x\n}\n';
    const files = {
      ...caseFile(`read\n    ${ACTION}\n    expect: { effect: block, reasons: [no_reading] }`),
      "policy/a/a.rego": rule,
    };
    const full = await run(files, { coverage: true, threshold: 100 });
    expect(full.report.coverage).toMatchObject({ percent: 100, uncovered: [] });
    expect(exitCodeOf(full.report)).toBe(0);
    const { report } = await run({ ...files, "policy/a/a.rego": rule + unused }, { threshold: 90 });
    expect(report.coverage?.uncovered.map(({ line }) => line)).toEqual([7, 8, 9]);
    expect(report.complaints).toEqual([expect.stringMatching(/^coverage is .*below 90 %$/)]);
    expect(exitCodeOf(report)).toBe(2);
  });
});

test("coverage that cannot be measured is not taken for enough", async () => {
  const { report } = await run(tests("test_a if false"), { threshold: 0 });
  expect(report.coverage).toBeUndefined();
  expect(report.complaints).toEqual(["coverage cannot be measured while tests fail"]);
});

describe("a run as a whole", () => {
  const PASSES = { ...tests("test_a if true"), ...caseFile(`read\n    ${ACTION}\n    expect: { effect: allow }`) };

  test.each([
    ["all", {}, 0, 2],
    ["only Rego", { only: "rego" }, 0, 1],
    ["only cases", { only: "cases" }, 0, 1],
    ["a test by its name", { run: "^data\\.a_test\\.test_a$" }, 0, 1],
    ["a case by its name", { run: "reading.yaml: read$" }, 0, 1],
    ["nothing", { run: "no such test" }, 2, 0],
  ] as const)("runs %s", async (_, options, code, count) => {
    const { report } = await run(PASSES, options);
    expect(report.results).toHaveLength(count);
    expect(exitCodeOf(report)).toBe(code);
  });

  test.each<[string, Files, RegExp]>([
    ["a policy that does not compile", { "policy/a/a.rego": "package policy.a\n\nblock if y\n" }, /a\.rego:3:\d+ .*var y is unsafe/],
    ["a test that does not compile", tests("test_a if y"), /a_test\.rego:2:\d+ .*var y is unsafe/],
    ["a builtin that production refuses", { "policy/a/a.rego": 'package policy.a\n\nwarn contains "a" if time.now_ns() > 0\n' },
      /a\.rego:3:\d+ .*time\.now_ns is not there in production/],
    ["data that is in two files", { "settings/data.yaml": "a: 1\n", "data.yaml": "settings: { a: 2 }\n" }, /settings\.a is in another/],
    ["a broken catalogue", { "catalog/shop/data.yaml": "server: shop\ntools: { a: { verb: file.reed } }\n" }, /verb/],
  ])("refuses %s", async (_, files, said) => {
    const { report } = await run(files);
    const [{ file, line, column, message } = { file: "", line: 0, column: 0, message: "none" }] = report.problems;
    expect(`${file}:${line}:${column} ${message}`).toMatch(said);
    expect(report.results).toEqual([]);
    expect(exitCodeOf(report)).toBe(3);
  }); // biome-ignore format: a table

  test("without a test is a failure", async () => {
    const { report } = await run({ ...tests("todo_test_a if true") });
    expect(report.complaints).toEqual(["no test was run: there is none in *_test.rego and cases/*.yaml"]);
    expect(exitCodeOf(report)).toBe(2);
  });
});

test("the examples of docs/policy-testing.md pass", async () => {
  const page = readFileSync("docs/policy-testing.md", "utf8");
  const [tested = "", written = ""] = ["rego", "yaml"].map(
    (language) => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1],
  );
  const night =
    'package policy.night\n\nblock contains {"code": "night"} if startswith(substring(input.now, 11, -1), "23")\n';
  const { said } = await run({
    "policy/night/night.rego": night,
    "policy/night/night_test.rego": tested,
    "cases/a.yaml": written,
  });
  expect(said).toEqual({
    "policy/night/night_test.rego:3 test_reads_are_blocked_at_night": "passed",
    "cases/a.yaml:8 a look at the order": "passed",
    "cases/a.yaml:12 a refund above the limit": "passed",
  });
});

/** `writ policy test` as a program, from sources. */
const COMMAND = `
  const { Command } = await import("commander");
  const { addTest } = await import(${JSON.stringify(resolve("src/cli/policy/test.ts"))});
  const program = new Command();
  addTest(program, process.env);
  await program.parseAsync();`;

const argumentsOf = (args: readonly string[]) => ["--input-type=module", "-e", COMMAND, "test", ...args];

describe("the command", () => {
  const cli = (...args: readonly string[]) => {
    const env = { ...process.env, OPA, NO_COLOR: "1" };
    return spawnSync(process.execPath, argumentsOf(args), { encoding: "utf8", env });
  };

  test.each([
    ["0", tests("test_a if true"), [], /1 passed/],
    ["2", tests("test_a if false"), [], /a_test\.rego:2:1\n\s+is not true/],
    ["3", tests("test_a if y"), [], /var y is unsafe.*\n.*test_a if y\n.*\^/],
    ["1", {}, ["--run", "("], /--run is no regular expression/],
    ["1", {}, ["--threshold", "many"], /It is no percentage/],
    ["1", {}, ["--format", "xml"], /Allowed choices are pretty, json, junit, tap, sarif, github/],
  ] as const)("exits %s", (code, files, args, said) => {
    const { status, stdout, stderr } = cli(project(files), ...args);
    expect(stdout + stderr).toMatch(said);
    expect(status).toBe(Number(code));
  });

  test.each(["pretty", "json", "junit", "tap", "sarif", "github"])("writes %s into a file", (format) => {
    const dir = project(tests("test_a if true"));
    const file = join(dir, "reports", "report");
    const { status, stdout } = cli(dir, "--format", format, "--output", file);
    expect(status).toBe(0);
    expect(stdout).toContain("1 passed");
    expect(readFileSync(file, "utf8")).not.toBe("");
  });

  test("has no report to write where it cannot run", () => {
    const dir = project({});
    const { status, stderr } = cli(join(dir, "nowhere"), "--output", join(dir, "report"));
    expect(status).toBe(1);
    expect(stderr).toContain("cannot be read");
    expect(existsSync(join(dir, "report"))).toBe(false);
  });

  test("watches until it is interrupted, and ends with the last result", async () => {
    const dir = project(tests("test_a if true"));
    const child = spawn(process.execPath, argumentsOf([dir, "--watch"]), {
      env: { ...process.env, OPA, NO_COLOR: "1" },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const waits = async () => {
      for await (const [chunk] of on(child.stderr)) if (chunk.includes("waiting for changes")) return;
    };
    await waits();
    expect(output).toContain("1 passed");
    write(dir, "policy/a/a_test.rego", "package a_test\n\ntest_a if false\n");
    await waits();
    expect(output).toContain("0 passed, 1 failed");
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(2);
  });
});

async function* on(stream: NodeJS.ReadableStream): AsyncGenerator<[string]> {
  for (;;) {
    const [chunk] = (await once(stream, "data")) as [Buffer];
    yield [chunk.toString()];
  }
}
