import { readFile } from "node:fs/promises";
import { readArchive } from "../adapters/bundles/archive.ts";
import { loadBundle } from "../adapters/opa/bundle.ts";
import { Fallback } from "../adapters/opa/fallback/fallback.ts";
import { fallbackModule } from "../adapters/opa/fallback/locate.ts";
import { compileCatalogue } from "../canonicalize/catalogue/compile.ts";
import type { Config } from "../config/load.ts";
import type { BundleFiles } from "../domain/bundle.ts";
import type { BundleUse } from "../domain/bundle-state.ts";
import { WritError } from "../domain/errors.ts";
import type { LoadedBundle } from "../pipeline/deps.ts";
import type { EvaluationWatch } from "../ports/evaluation-watch.ts";
import type { PolicyTelemetry } from "../ports/policy-telemetry.ts";

export interface LoadOptions {
  readonly name: string;
  readonly activatedAt: Date;
  readonly memoryMb: number;
  readonly watch?: EvaluationWatch;
  readonly telemetry?: PolicyTelemetry;
  readonly fallback?: Fallback;
}

/** What all bundles of a process are loaded with. @throws WritError `unavailable` when the fallback is set and is not there */
export function loadSettings({ limits, policy }: Config): Pick<LoadOptions, "memoryMb" | "fallback"> {
  const { policyMemoryMb: memoryMb } = limits;
  return policy.fallbackBuiltins ? { memoryMb, fallback: new Fallback(fallbackModule()) } : { memoryMb };
}

/** A bundle as calls are judged by it. @throws WritError invalid_argument when it cannot be used */
export async function loadFiles(files: BundleFiles, options: LoadOptions): Promise<LoadedBundle> {
  const policy = await loadBundle(files, options);
  return { policy, catalogue: compileCatalogue(policy.data["catalog"]) };
}

/** The bundle that a worker is told to use. @throws WritError when it is not the one that it is said to be */
export async function loadUse(
  use: BundleUse,
  settings: Omit<LoadOptions, "name" | "activatedAt">,
): Promise<LoadedBundle> {
  const { name, archive, digest, activated_at_ms } = use;
  const files = await readArchive(await readFile(archive));
  const loaded = await loadFiles(files, { ...settings, name, activatedAt: new Date(activated_at_ms) });
  if (loaded.policy.ref.digest !== digest) {
    throw new WritError("invalid_argument", `bundle ${name} is not the one with the digest ${digest}`);
  }
  return loaded;
}
