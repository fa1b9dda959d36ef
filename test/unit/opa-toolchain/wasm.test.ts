import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openOpaToolchain } from "../../../src/adapters/opa-toolchain/open.ts";

const folder = mkdtempSync(join(tmpdir(), "writ-opa-wasm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program of WASI whose `_start` has this body; function 0 is `proc_exit`, function 1 is `_start` itself. */
function program(body: readonly number[]): Buffer {
  const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
  const section = (id: number, bytes: readonly number[]): number[] => [id, bytes.length, ...bytes];
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]), // types: (i32) -> (), () -> ()
    ...section(2, [1, ...text("wasi_snapshot_preview1"), ...text("proc_exit"), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...text("memory"), 2, 0, ...text("_start"), 0, 1]),
    ...section(10, [1, body.length + 2, 0, ...body, 0x0b]),
  ]);
}

const CALL = 0x10;
const I32_CONST = 0x41;
const exitWith = (code: number): Buffer => program([I32_CONST, code, CALL, 0]);
const RECURSE = program([CALL, 1]);

/** A package of these files. */
function packageOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "package.json"), JSON.stringify({ name: "@writ/opa", version: "1.2.3" }));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(path, file), bytes);
  return path;
}

test("runs the package's program and says its version", async () => {
  const packageFolder = packageOf("plain", { "opa.wasm": exitWith(7) });
  const toolchain = openOpaToolchain({ packageFolder });
  expect(toolchain.description).toBe("opa 1.2.3 (WebAssembly)");
  expect(await toolchain.run([])).toEqual({ code: 7, stdout: "", stderr: "" });
});

test("an empty $OPA is none", async () => {
  const packageFolder = packageOf("empty", { "opa.wasm": exitWith(6) });
  expect((await openOpaToolchain({ opa: "", packageFolder }).run([])).code).toBe(6);
});

test("runs the compressed program where there is no other", async () => {
  const packageFolder = packageOf("compressed", { "opa.wasm.br": brotliCompressSync(exitWith(5)) });
  expect((await openOpaToolchain({ packageFolder }).run([])).code).toBe(5);
});

test("takes the program that need not be decompressed first", async () => {
  const packageFolder = packageOf("both", { "opa.wasm": exitWith(4), "opa.wasm.br": brotliCompressSync(exitWith(5)) });
  expect((await openOpaToolchain({ packageFolder }).run([])).code).toBe(4);
});

test.each([
  ["recursion without end", RECURSE, "set OPA to the path of a native opa"],
  ["no WebAssembly", Buffer.from("hello"), "CompileError"],
  ["a program cut short", exitWith(1).subarray(0, 40), "CompileError"],
])("%s is no answer of opa's", async (name, bytes, message) => {
  const packageFolder = packageOf(name, { "opa.wasm": bytes });
  const run = openOpaToolchain({ packageFolder }).run(["build"]);
  await expect(run).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining(message) });
});

test("without a program, says what to do about it", () => {
  const packageFolder = packageOf("nothing", {});
  expect(() => openOpaToolchain({ packageFolder })).toThrow(
    `there is no OPA here: ${packageFolder} has neither opa.wasm nor opa.wasm.br (make opa-wasm builds it). ` +
      "Install @writ/opa, or set OPA to the path of a native opa",
  );
});
