import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readArchive } from "../adapters/bundles/archive.ts";
import { BUNDLE_MANIFEST, BUNDLE_SIGNATURES, type BundleFiles, ENTRYPOINT, POLICY_WASM } from "../domain/bundle.ts";
import { WritError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import { noteReads, PLAN_FILE } from "../policy/input-refs/note-bundle.ts";
import type { OpaToolchain } from "../ports/opa-toolchain.ts";

const BUILT = "built.tar.gz";

const TESTS = /_test\.rego$/;

/** Ten thousand tests take some seconds; a bundle whose own tests do not end is none. */
const OPA_TIMEOUT_MS = 120_000;

/** Of what OPA says, the part that says what is wrong. */
const MAX_OUTPUT_CHARS = 2_000;

/** A bundle of plain Rego as one that can be evaluated. @throws WritError invalid_argument with OPA's own words */
export async function buildBundle(files: BundleFiles, toolchain: () => OpaToolchain): Promise<BundleFiles> {
  if (files.has(POLICY_WASM)) return files;
  if (![...files.keys()].some((name) => name.endsWith(".rego"))) {
    throw new WritError("invalid_argument", `it has neither ${POLICY_WASM} nor Rego`);
  }
  return inFolder(files, async (dir) => {
    // Never with -O1 or -O2: they fold data that is absent at build time to undefined.
    const compile = async (target: "wasm" | "plan"): Promise<BundleFiles> => {
      const args = ["build", "-t", target, "-e", ENTRYPOINT, "--ignore", "*_test.rego", "-o", BUILT, "-b", "."];
      await runOpa(toolchain(), args, join(dir, "bundle"), "it cannot be compiled");
      const archive = join(dir, "bundle", BUILT);
      const built = await readArchive(await readFile(archive));
      // The next build would take it for a part of the bundle.
      await rm(archive);
      return built;
    };
    const built = await compile("wasm");
    return noteReads(built, (await compile("plan")).get(PLAN_FILE) ?? new Uint8Array());
  });
}

/** What tests may use of OPA: all, and no network. They run where the service runs, among what listens for it alone. */
const CAPABILITIES = "capabilities.json";

/** Runs the tests that a bundle has, if any. @throws WritError invalid_argument when one fails */
export async function testBundle(files: BundleFiles, toolchain: () => OpaToolchain): Promise<void> {
  if (![...files.keys()].some((name) => TESTS.test(name))) return;
  await inFolder(files, async (dir) => {
    const [opa, cwd] = [toolchain(), join(dir, "bundle")];
    const known = await runOpa(opa, ["capabilities", "--current"], cwd, "it cannot be tested");
    const capabilities = { ...(JSON.parse(known) as JsonObject), allow_net: [] };
    await writeFile(join(dir, CAPABILITIES), JSON.stringify(capabilities));
    const args = ["test", "-b", ".", "--capabilities", join("..", CAPABILITIES)];
    await runOpa(opa, args, cwd, "its own tests do not pass");
  });
}

/** @returns what OPA printed */
async function runOpa(opa: OpaToolchain, args: readonly string[], cwd: string, what: string): Promise<string> {
  const { code, stdout, stderr } = await opa.run(args, { cwd, timeoutMs: OPA_TIMEOUT_MS });
  if (code === 0) return stdout;
  const said = `${stdout}${stderr}`.trim().slice(0, MAX_OUTPUT_CHARS);
  throw new WritError("invalid_argument", `${what}: ${said}`);
}

async function inFolder<T>(files: BundleFiles, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "writ-bundle-"));
  try {
    for (const [name, content] of files) {
      // Signed is what was offered; what is compiled and tested is the Rego and the data of it.
      if (name === POLICY_WASM || name === BUNDLE_SIGNATURES) continue;
      const path = join(dir, "bundle", name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, name === BUNDLE_MANIFEST ? withoutModules(content) : content);
    }
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A manifest may name modules, which OPA would look for. */
function withoutModules(manifest: Uint8Array): string {
  const { wasm: _, ...rest } = JSON.parse(Buffer.from(manifest).toString("utf8")) as JsonObject;
  return JSON.stringify(rest);
}
