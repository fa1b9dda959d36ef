import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MAX_OUTPUT_BYTES } from "../../../src/adapters/opa-toolchain/child.ts";
import { openOpaToolchain } from "../../../src/adapters/opa-toolchain/open.ts";

/** Any program stands in for a native opa here: what is tested is how it is run. */
const toolchain = openOpaToolchain({ opa: process.execPath });
const folder = realpathSync(mkdtempSync(join(tmpdir(), "writ-opa-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (text: string): string[] => ["-e", text];

test("says which program runs, and what it said", async () => {
  expect(toolchain.description).toBe(process.execPath);
  const run = await toolchain.run(script("console.log('out é'); console.error('err'); process.exitCode = 3"));
  expect(run).toEqual({ code: 3, stdout: "out é\n", stderr: "err\n" });
});

test("hands in arguments as they are, standard input and the working folder", async () => {
  const text =
    "process.stdin.pipe(process.stdout); console.log(JSON.stringify([process.argv.slice(1), process.cwd()]))";
  const args = ["$HOME", "a b", "`id`", "*", ""];
  const { stdout } = await toolchain.run([...script(text), ...args], { stdin: "typed", cwd: folder });
  expect(stdout).toBe(`${JSON.stringify([args, folder])}\ntyped`);
});

test("ends standard input when there is none, and does not mind one that is not read", async () => {
  expect((await toolchain.run(script("process.stdin.on('end', () => console.log('end')).resume()"))).stdout).toBe(
    "end\n",
  );
  const run = await toolchain.run(script("process.exit(0)"), { stdin: "x".repeat(8 * 1024 * 1024) });
  expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("hands on no variable of the environment but the time zone", async () => {
  const { stdout } = await toolchain.run(script("console.log(JSON.stringify(process.env))"));
  expect(JSON.parse(stdout)).toEqual({ TZ: "UTC" });
});

test("finds a program that is named from where Writ was started, whatever the working folder", async () => {
  const named = openOpaToolchain({ opa: relative(process.cwd(), process.execPath) });
  expect((await named.run(["--version"], { cwd: folder })).stdout).toBe(`${process.version}\n`);
});

test("what runs too long is killed and gone, even when it refuses to end", async () => {
  const text =
    "process.on('SIGTERM', () => {}); require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1e6)";
  const run = toolchain.run(script(text), { cwd: folder, timeoutMs: 2_000 });
  const message = `${process.execPath} -e took longer than 2000 ms`;
  await expect(run).rejects.toMatchObject({ code: "deadline_exceeded", message });
  expect(() => process.kill(Number(readFileSync(join(folder, "pid"), "utf8")), 0)).toThrow("ESRCH");
});

test.each([
  [
    "more than is kept",
    `process.stdout.write("x".repeat(${MAX_OUTPUT_BYTES + 1}))`,
    "resource_exhausted",
    "printed more than",
  ],
  ["without end", "for (;;) require('fs').writeSync(2, 'x'.repeat(65536))", "resource_exhausted", "printed more than"],
  ["until a signal ends it", "process.kill(process.pid, 'SIGABRT')", "unavailable", "was ended by SIGABRT"],
])("fails when the program prints %s", async (_, text, code, message) => {
  await expect(toolchain.run(script(text))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

test.each([
  ["no such program", join(folder, "opa"), {}, "ENOENT"],
  ["a folder as the program", folder, {}, "EACCES"],
  ["no such working folder", process.execPath, { cwd: join(folder, "gone") }, "ENOENT"],
])("%s: unavailable, with the reason", async (_, opa, options, reason) => {
  const run = openOpaToolchain({ opa }).run(["version"], options);
  const message = expect.stringMatching(new RegExp(`^${opa} cannot be started.*${reason}$`));
  await expect(run).rejects.toMatchObject({ code: "unavailable", message });
});
