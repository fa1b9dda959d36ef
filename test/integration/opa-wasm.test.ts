import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOpaToolchain } from "../../src/adapters/opa-toolchain/open.ts";
import type { OpaRun } from "../../src/ports/opa-toolchain.ts";

/** OPA in WebAssembly takes six times as long as a native one, and the tests of rego/ are compiled and run with coverage. */
const TIMEOUT_MS = 180_000;

/** Whoever has no Go has no package either: CI has both. */
const hasGo = spawnSync("go", ["version"]).status === 0;

/** Small files with every kind of mistake that OPA reports. */
const PROJECT: Readonly<Record<string, string>> = {
  "good/good.rego":
    'package good\n\n# METADATA\n# title: A rule\n# entrypoint: true\nallow if input.user == "zoë"\n\nout contains x if some x in data.names\n',
  "good/good_test.rego": [
    "package good_test\n\nimport data.good\n",
    'test_pass if good.allow with input as {"user": "zoë"}',
    'test_fail if good.allow with input as {"user": "bob"}',
    'test_print if {\n\tprint("printed", {"a", 1})\n\tgood.out == {"x"} with data.names as ["x"]\n}',
    "todo_test_later if false",
    'test_zones if time.clock([0, "Europe/Berlin"]) == [1, 0, 0]\n',
  ].join("\n"),
  "good/data.json": '{"names": ["x", "y"], "big": 12345678901234567890, "price": 1.10}\n',
  "bad/parse.rego": "package bad\n\nallow if {\n",
  "bad/unsafe.rego": "package bad\n\nallow if x == 1\n",
  "bad/types.rego": 'package bad\n\nn := 1 + "a"\n\nf(x) := y if y == x\n',
  "strict/strict.rego": "package strict\n\nimport data.unused\n\np if {\n\tx := 1\n\ttrue\n}\n",
  "ugly/ugly.rego": "package   ugly\np  if {input.x==1;  input.y   }\n",
  "sp ace/é.rego": "package named\n\nq := 1\n",
};

/** In the project's folder, as somebody would type them. `$OUT` is a file of the run's own. */
const SAME: readonly { readonly args: readonly string[]; readonly stdin?: string }[] = [
  { args: ["version", "--help"] },
  { args: ["check", "good"] },
  { args: ["check", "bad"] },
  { args: ["check", "bad/unsafe.rego"] },
  { args: ["check", "--format", "json", "bad"] },
  { args: ["check", "--format", "json", "bad/types.rego"] },
  { args: ["check", "--strict", "strict"] },
  { args: ["check", "-b", ".", "--ignore", "bad"] },
  { args: ["check", "sp ace", "link"] },
  { args: ["fmt", "--list", "good", "ugly"] },
  { args: ["fmt", "--diff", "ugly"] },
  { args: ["fmt", "--fail", "--list", "ugly"] },
  { args: ["fmt", "bad"] },
  { args: ["fmt"], stdin: "package a\nb   if {true}\n" },
  { args: ["test", "-b", "good", "--verbose"] },
  { args: ["test", "-b", "good", "--format", "json"] },
  { args: ["test", "-b", "good", "--run", "test_pass|test_zones", "--var-values"] },
  { args: ["test", "good", "--coverage", "--format", "json"] },
  { args: ["test", "bad"] },
  { args: ["eval", "-b", "good", "--format", "json", "-I", "data.good"], stdin: '{"user": "zoë"}' },
  { args: ["eval", "-d", "good", "--format", "json", "--explain", "full", "-i", "good/data.json", "data.good.allow"] },
  { args: ["eval", "-d", "good", "--coverage", "--format", "json", "data.good.out"] },
  { args: ["eval", "--strict-builtin-errors", "--format", "json", "1 / 0"] },
  { args: ["eval", "-f", "raw", 'sprintf("%v %d %.3f", [{"b", "a"}, 12345678901234567890, 0.1])'] },
  { args: ["eval", "-d", "bad", "data"] },
  { args: ["eval", "data.x["] },
  { args: ["eval", "--format", "json", "opa.runtime().env"] },
  { args: ["inspect", "--annotations", "--format", "json", "good"] },
  { args: ["inspect", "$OUT.tar.gz"] },
  { args: ["parse", "--format", "json", "--json-include", "locations", "good/good.rego"] },
  { args: ["deps", "--format", "json", "-d", "good", "data.good.out"] },
  { args: ["build", "-t", "wasm", "-b", "bad", "-e", "bad/allow", "-o", "$OUT.bad.tar.gz"] },
  { args: ["build", "-t", "wasm", "-b", "good", "-e", "good/nothing", "-o", "$OUT.none.tar.gz"] },
  { args: ["build", "--no-such-flag"] },
];

/** What is built is the same to the last byte. Each in a folder with rego/ beside the project. */
const BUILDS: readonly (readonly string[])[] = [
  ["-t", "wasm", "-e", "good/allow", "--revision", "é 1", "-b", "good"],
  ["-t", "wasm", "-e", "good/out", "--wasm-include-print", "--ignore", "*_test.rego", "good"],
  ["-t", "wasm", "-e", "writ/main/decision", "--ignore", "*_test.rego", "--revision", "r", "-b", "rego"],
  ["-b", "rego"],
];

describe.skipIf(!hasGo)("OPA in WebAssembly does what a native one does", { timeout: TIMEOUT_MS }, () => {
  const native = openOpaToolchain({ opa: process.env["OPA"] ?? "var/bin/opa" });
  const wasm = openOpaToolchain();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "writ-opa-same-")));
  beforeAll(() => {
    for (const [path, text] of Object.entries(PROJECT)) write(path, text);
    symlinkSync(join(folder, "good"), join(folder, "link"));
    cpSync("rego", join(folder, "rego"), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  /** Both at work on the same names, at the same time. */
  function both(args: readonly string[], stdin?: string): Promise<[OpaRun, OpaRun]> {
    const options = { cwd: folder, ...(stdin === undefined ? {} : { stdin }) };
    const given = args.map((arg) => arg.replace("$OUT", join(folder, "out")));
    return Promise.all([native.run(given, options), wasm.run(given, options)]);
  }

  test.each(BUILDS.map((args) => [args]))("build %j", async (args) => {
    const archives = ["native", "wasm"].map((name) => join(folder, `${name}.tar.gz`)) as [string, string];
    for (const [toolchain, archive] of [
      [native, archives[0]],
      [wasm, archives[1]],
    ] as const) {
      const run = await toolchain.run(["build", ...args, "-o", archive], { cwd: folder });
      expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    }
    expect(readFileSync(archives[1]).equals(readFileSync(archives[0]))).toBe(true);
    cpSync(archives[0], join(folder, "out.tar.gz"));
  });

  test.each(SAME)("%j", async ({ args, stdin }) => {
    const comparable = args[0] === "test" ? unordered : timeless;
    const [expected, actual] = (await both(args, stdin)).map(comparable);
    expect(actual).toEqual(expected);
  });

  test("runs the tests of rego/ to the same result", async () => {
    const [expected, actual] = (await both(["test", "-b", "rego", "--format", "json"])).map(unordered);
    expect(actual).toEqual(expected);
    expect(actual?.code).toBe(0);
    expect(actual?.stdout).toContain("data.writ.main_test");
  });

  test("fmt --write rewrites a file in its place and leaves its mode", async () => {
    const texts: string[] = [];
    for (const toolchain of [native, wasm]) {
      write("written/w.rego", PROJECT["ugly/ugly.rego"]!);
      chmodSync(join(folder, "written/w.rego"), 0o640);
      expect((await toolchain.run(["fmt", "--write", "written"], { cwd: folder })).code).toBe(0);
      expect(statSync(join(folder, "written/w.rego")).mode & 0o777).toBe(0o640);
      texts.push(readFileSync(join(folder, "written/w.rego"), "utf8"));
    }
    expect(texts[0]).not.toBe(PROJECT["ugly/ugly.rego"]);
    expect(texts[1]).toBe(texts[0]);
  });

  test("hands on megabytes of output whole, however slowly they are read", async () => {
    write(
      "many/many.rego",
      `package many\n\n${Array.from({ length: 3_000 }, (_, i) => `p${i} if input.x == ${i}\n`).join("\n")}`,
    );
    const [expected, actual] = await both(["parse", "--format", "json", "many/many.rego"]);
    expect(expected.stdout.length).toBeGreaterThan(1024 * 1024);
    expect(actual.stdout.length).toBe(expected.stdout.length);
    expect(actual).toEqual(expected);
  });

  test("a thousand rules, each made of the one before, do not overflow", async () => {
    const rules = Array.from({ length: 1_000 }, (_, i) => `p${i + 1} := p${i} + 1\n`).join("\n");
    write("chain/chain.rego", `package chain\n\np0 := 0\n\n${rules}`);
    const run = await wasm.run(["eval", "-d", "chain", "-f", "raw", "data.chain.p1000"], { cwd: folder });
    expect(run).toEqual({ code: 0, stdout: "1000\n", stderr: "" });
  });

  test("what does not end is ended", async () => {
    const run = wasm.run(
      ["eval", "count([x | some x in numbers.range(1, 100000); some y in numbers.range(1, 100000); y == x])"],
      { timeoutMs: 1_000 },
    );
    await expect(run).rejects.toMatchObject({ code: "deadline_exceeded" });
  });
});

/** Durations differ from run to run, and WASI's C library begins an error's text with a capital. */
function timeless({ code, stdout, stderr }: OpaRun): OpaRun {
  const plain = (text: string): string =>
    text
      .replace(/"duration": ?\d+/g, '"duration": 0')
      .replace(/\(\d[\d.]*[mµn]?s\)/g, "(0s)")
      .replace(/No such file/g, "no such file");
  return { code, stdout: plain(stdout), stderr: plain(stderr) };
}

/** OPA runs tests in another order each time. */
function unordered(run: OpaRun): OpaRun {
  const { stdout, ...rest } = timeless(run);
  return { ...rest, stdout: stdout.startsWith("[") ? sortedResults(stdout) : stdout.split("\n").sort().join("\n") };
}

function sortedResults(text: string): string {
  const results = JSON.parse(text) as readonly unknown[];
  return results
    .map((result) => JSON.stringify(result))
    .sort()
    .join("\n");
}
