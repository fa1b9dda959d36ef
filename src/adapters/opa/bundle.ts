import { basename, resolve } from "node:path";
import { BUILTINS, builtinProblem } from "./builtins/index.ts";
import { readBundleFiles } from "./bundle-files.ts";
import { BundleRefused } from "./errors.ts";
import { type CompiledPolicy, PolicyInstance } from "./instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "./limits.ts";
import { meterModule } from "./meter/meter.ts";
import { OpaPolicy } from "./policy.ts";
import { WebAssembly } from "./wasm/api.ts";
import { readModule } from "./wasm/module.ts";

/** The one rule that is evaluated: `data.writ.main.decision`. */
const ENTRYPOINT = "writ/main/decision";

export interface BundleOptions {
  /** What decisions call the bundle; the folder's name when absent. */
  readonly name?: string;
  readonly activatedAt?: Date;
  /** What the module's memory may take in all, in MiB. */
  readonly memoryMb?: number;
}

/**
 * Loads an OPA bundle from a folder: `policy.wasm`, `data.json` and `.manifest` (both may be absent).
 *
 * @throws BundleRefused saying what is wrong and where
 */
export async function loadBundle(dir: string, options: BundleOptions = {}): Promise<OpaPolicy> {
  const name = options.name ?? basename(resolve(dir));
  try {
    const files = await readBundleFiles(dir, ENTRYPOINT);
    const compiled = await compilePolicy(files.wasm, options.memoryMb ?? DEFAULT_POLICY_MEMORY_MB);
    return new OpaPolicy({
      ref: {
        bundle: name,
        revision: files.revision,
        digest: files.digest,
        activated_at: (options.activatedAt ?? new Date()).toISOString(),
      },
      data: files.data,
      dataText: files.dataText,
      compiled,
      ...contractOf(compiled),
    });
  } catch (error) {
    throw new BundleRefused(name, error instanceof Error ? error.message : "unknown error", error);
  }
}

/** Meters and compiles. @throws UnsupportedModule, or the compiler's error */
async function compilePolicy(wasm: Uint8Array, memoryMb: number): Promise<CompiledPolicy> {
  const layout = readModule(wasm);
  const module = await WebAssembly.compile(meterModule(layout));
  return { module, memoryPages: layout.memoryPages, memoryMb, builtins: BUILTINS };
}

/** What a policy asks of its host, and where its decision is. */
function contractOf(compiled: CompiledPolicy) {
  const probe = new PolicyInstance(compiled, new TextEncoder().encode("{}"));
  const entrypoints = probe.entrypoints();
  const entrypoint = entrypoints.get(ENTRYPOINT);
  if (entrypoint === undefined) {
    const found = [...entrypoints.keys()].join(", ");
    throw new Error(`policy.wasm has no entrypoint ${ENTRYPOINT}, only ${found}`);
  }
  const problem = builtinProblem(probe.requiredBuiltins().keys());
  if (problem !== undefined) throw new Error(problem);
  return { entrypoint };
}
