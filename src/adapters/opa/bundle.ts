import { type BundleFiles, ENTRYPOINT } from "../../domain/bundle.ts";
import type { EvaluationWatch } from "../../ports/evaluation-watch.ts";
import type { PolicyTelemetry } from "../../ports/policy-telemetry.ts";
import { BUILTINS, builtinsFor } from "./builtins/index.ts";
import { readPolicyFiles } from "./bundle-files.ts";
import { compilePolicy } from "./compile.ts";
import { BundleRefused } from "./errors.ts";
import type { Fallback } from "./fallback/fallback.ts";
import { type CompiledPolicy, PolicyInstance } from "./instance.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "./limits.ts";
import { OpaPolicy } from "./policy.ts";

export interface BundleOptions {
  /** What decisions call the bundle; `default` when absent. */
  readonly name?: string;
  readonly activatedAt?: Date;
  /** What the module's memory may take in all, in MiB. */
  readonly memoryMb?: number;
  /** Who ends the process when an evaluation is overdue. */
  readonly watch?: EvaluationWatch;
  /** What evaluations are counted by. */
  readonly telemetry?: PolicyTelemetry;
  /** OPA's own builtins; without it a policy that needs one of them is refused. */
  readonly fallback?: Fallback;
}

/**
 * Loads an OPA bundle that was built: `policy.wasm`, and `data.json` and `.manifest`, which may both be absent.
 *
 * @throws BundleRefused saying what is wrong and where
 */
export async function loadBundle(bundle: BundleFiles, options: BundleOptions = {}): Promise<OpaPolicy> {
  const name = options.name ?? "default";
  try {
    const files = readPolicyFiles(bundle, ENTRYPOINT);
    const compiled = await compilePolicy(files.wasm, {
      memoryMb: options.memoryMb ?? DEFAULT_POLICY_MEMORY_MB,
      builtins: BUILTINS,
    });
    const { entrypoint, builtins } = await contractOf(compiled, options.fallback);
    const counted = options.telemetry === undefined ? {} : { telemetry: options.telemetry };
    return new OpaPolicy({
      ref: {
        bundle: name,
        revision: files.revision,
        digest: files.digest,
        activated_at: (options.activatedAt ?? new Date()).toISOString(),
      },
      data: files.data,
      dataText: files.dataText,
      reads: files.reads,
      ...(options.watch === undefined ? {} : { watch: options.watch }),
      compiled: { ...compiled, builtins, ...counted },
      entrypoint,
    });
  } catch (error) {
    throw new BundleRefused(name, error instanceof Error ? error.message : "unknown error", error);
  }
}

/** What a policy asks of its host, and where its decision is. */
async function contractOf(compiled: CompiledPolicy, fallback: Fallback | undefined) {
  const probe = new PolicyInstance(compiled, new TextEncoder().encode("{}"));
  const entrypoints = probe.entrypoints();
  const entrypoint = entrypoints.get(ENTRYPOINT);
  if (entrypoint === undefined) {
    const found = [...entrypoints.keys()].join(", ");
    throw new Error(`policy.wasm has no entrypoint ${ENTRYPOINT}, only ${found}`);
  }
  return { entrypoint, builtins: await builtinsFor(probe.requiredBuiltins().keys(), fallback) };
}
