import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FUEL_EXPORT, GLOBAL_EXPORT, MAX_MEMORY_PAGES } from "../../../../src/adapters/opa/fallback/exports.ts";
import { go } from "../../../opa-wasm/go.ts";
import { boundModule } from "./bound.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const GO_MODULE = join(ROOT, "tools/opa");

/** Where the module is built that tests and tools use. */
const BUILTINS_WASM = join(ROOT, "var/bin/opa-builtins.wasm");

const BOUNDS = { fuelExport: FUEL_EXPORT, globalExport: GLOBAL_EXPORT, maxMemoryPages: MAX_MEMORY_PAGES };

/** Builds OPA's builtins from the pinned module, bounded as the host expects them. Needs Go; a second when nothing has changed. */
export async function buildBuiltins(file = BUILTINS_WASM): Promise<string> {
  mkdirSync(dirname(file), { recursive: true });
  // Tests build at the same time: whoever reads the file has a whole one, the old one or the new one.
  const raw = `${file}.${process.pid}.go`;
  const temporary = `${file}.${process.pid}`;
  try {
    await go(GO_MODULE, [
      ...["build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"],
      ...["-o", raw, "./wasi/builtins"],
    ]);
    writeFileSync(temporary, boundModule(new Uint8Array(readFileSync(raw)), BOUNDS));
    renameSync(temporary, file);
  } finally {
    for (const left of [raw, temporary]) rmSync(left, { force: true });
  }
  return file;
}
