import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readArchive } from "../../../../src/adapters/bundles/archive.ts";
import { type ModuleOptions, OpaModule } from "../../../../src/adapters/opa/module.ts";

const POLICY = `package p

echo := input
lists := {"data": data.d, "input": input}
later if time.now_ns() > 0
failing if io.jwt.decode("x")
conflict := {1: x | some x in [1, 2]}
endless if { r := numbers.range(1, 10000); count([1 | some x in r; some y in r; y == -1; x == 0]) == 0 }
`;

let wasm: Uint8Array;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), "writ-module-"));
  try {
    writeFileSync(join(dir, "p.rego"), POLICY);
    const rules = ["echo", "lists", "later", "failing", "conflict", "endless"].flatMap((rule) => ["-e", `p/${rule}`]);
    const args = ["build", "-t", "wasm", ...rules, "-o", join(dir, "b.tar.gz"), "-b", dir];
    execFileSync(process.env["OPA"] ?? "var/bin/opa", args);
    wasm = (await readArchive(readFileSync(join(dir, "b.tar.gz")))).get("policy.wasm") ?? new Uint8Array();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test.each<[string, string | undefined, ModuleOptions, object]>([
  ["p/echo", undefined, {}, { ok: true }],
  ["p/echo", "null", {}, { ok: true, value: null }],
  ["p/echo", "false", {}, { ok: true, value: false }],
  ["p/lists", '{"a":1}', {}, { ok: true, value: { data: [1], input: { a: 1 } } }],
  ["p/echo", "{", {}, { ok: false, message: "the input is not JSON" }],
  ["p/none", undefined, {}, { ok: false, message: "there is no entrypoint p/none" }],
  ["p/later", undefined, {}, { ok: false, fault: { kind: "missing", name: "time.now_ns" } }],
  ["p/failing", undefined, {}, { ok: true }],
  [
    "p/failing",
    undefined,
    { strictBuiltinErrors: true },
    { ok: false, fault: { kind: "failed", name: "io.jwt.decode" } },
  ],
  ["p/conflict", undefined, {}, { ok: false, message: expect.stringMatching(/object insert conflict/) }],
])("%s on the input %s with %j", async (entrypoint, input, options, wanted) => {
  const module = await OpaModule.open(wasm, { d: [1] }, options);
  const result = module.evaluate(entrypoint, input);
  expect(result).toMatchObject(wanted);
  expect("value" in result).toBe("value" in wanted);
});

test("an evaluation that failed leaves nothing behind", async () => {
  const module = await OpaModule.open(wasm, { d: [1] });
  for (let at = 0; at < 3; at++) {
    expect(module.evaluate("p/conflict").ok).toBe(false);
    expect(module.evaluate("p/echo", String(at))).toEqual({ ok: true, value: at });
  }
});

test("an evaluation that does not end is ended", async () => {
  const module = await OpaModule.open(wasm, { d: [1] });
  expect(module.evaluate("p/endless")).toEqual({
    ok: false,
    message: "it does more work than one evaluation may take",
  });
});
