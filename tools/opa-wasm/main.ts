import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { OPA, pinnedVersion } from "../obtain/tool.ts";
import { buildBuiltins } from "../opa/wasi/builtins/build.ts";
import { go } from "./go.ts";
import { thirdPartyLicences } from "./licences.ts";
import { laySources, type Sources } from "./sources.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const PACKAGE = join(ROOT, "tools", "opa", "package");

// Usage: node tools/opa-wasm/main.ts [--release]. Makes the files of the package @writ/opa that are not in the repository;
// --release adds the compressed program, which takes minutes.
const release = process.argv.includes("--release");
try {
  const version = pinnedVersion(OPA, join(ROOT, "tools"));
  const { version: packaged } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  if (packaged !== version)
    throw new Error(`tools/opa/package/package.json has version ${packaged}, OPA is ${version}`);
  console.error(`opa ${version}: compiling it to WebAssembly`);
  const sources = await laySources(join(ROOT, "tools", "opa"), join(ROOT, "var", "opa-wasm"));
  writeFileSync(join(PACKAGE, "THIRD_PARTY_LICENSES.txt"), await thirdPartyLicences(sources));
  // Not copied: files in Go's module cache may not be written, and nor may their copies.
  writeFileSync(join(PACKAGE, "LICENSE"), readFileSync(join(sources.opa, "LICENSE")));
  const files = [await compile(sources), await compileBuiltins()];
  if (release) files.push(...(await Promise.all(files.map(compress))));
  const goVersion = (await go(sources.folder, ["env", "GOVERSION"])).trim();
  const sha256 = Object.fromEntries(files.map((name) => [name, digest(join(PACKAGE, name))]));
  writeFileSync(join(PACKAGE, "opa.json"), `${JSON.stringify({ opa: version, go: goVersion, sha256 }, null, 2)}\n`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** Under another name first: an interrupted build leaves no half program behind. */
async function compile({ folder, flags, main }: Sources): Promise<string> {
  const temporary = join(PACKAGE, `opa.${process.pid}.tmp`);
  try {
    const args = ["build", ...flags, "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", temporary, main];
    await go(folder, args);
    renameSync(temporary, join(PACKAGE, "opa.wasm"));
    // One that was compressed before is another program's by now.
    rmSync(join(PACKAGE, "opa.wasm.br"), { force: true });
  } finally {
    rmSync(temporary, { force: true });
  }
  return "opa.wasm";
}

async function compileBuiltins(): Promise<string> {
  await buildBuiltins(join(PACKAGE, "builtins.wasm"));
  rmSync(join(PACKAGE, "builtins.wasm.br"), { force: true });
  return "builtins.wasm";
}

async function compress(name: string): Promise<string> {
  console.error(`compressing ${name}; this takes minutes`);
  const program = readFileSync(join(PACKAGE, name));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
  };
  writeFileSync(join(PACKAGE, `${name}.br`), await promisify(brotliCompress)(program, { params }));
  return `${name}.br`;
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
