import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fallbackModule } from "../../../../src/adapters/opa/fallback/locate.ts";

test("the module is taken from the package, as it was built or as it is published", () => {
  const folder = mkdtempSync(join(tmpdir(), "writ-package-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(() => fallbackModule(folder)).toThrow(
    `policy.fallback_builtins is set, but ${folder} has neither builtins.wasm nor builtins.wasm.br`,
  );
  writeFileSync(join(folder, "builtins.wasm.br"), "");
  expect(fallbackModule(folder)).toBe(join(folder, "builtins.wasm.br"));
  writeFileSync(join(folder, "builtins.wasm"), "");
  expect(fallbackModule(folder)).toBe(join(folder, "builtins.wasm"));
});
