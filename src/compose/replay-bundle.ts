import { readArchive } from "../adapters/bundles/archive.ts";
import { Fallback } from "../adapters/opa/fallback/fallback.ts";
import { fallbackModule } from "../adapters/opa/fallback/locate.ts";
import { DEFAULT_POLICY_MEMORY_MB } from "../adapters/opa/limits.ts";
import { archivesOf } from "../adapters/postgres/record-stream/bundle-archive.ts";
import type { BundleFiles } from "../domain/bundle.ts";
import { WritError } from "../domain/errors.ts";
import type { LoadedBundle } from "../pipeline/deps.ts";
import { loadFiles } from "./load-bundle.ts";

/** A bundle as a replay judges by it. @throws WritError invalid_argument when it cannot be used */
export function loadReplayBundle(files: BundleFiles, fallbackBuiltins: boolean): Promise<LoadedBundle> {
  return loadFiles(files, {
    name: "replay",
    activatedAt: new Date(0),
    memoryMb: DEFAULT_POLICY_MEMORY_MB,
    ...(fallbackBuiltins ? { fallback: new Fallback(fallbackModule()) } : {}),
  });
}

/** A digest of a bundle, or the beginning of one: long enough not to be hit by chance, and no path. */
const DIGEST = /^sha256:([0-9a-f]{6,64})$/;

/**
 * The bundle on record that a digest, or the beginning of one, names; undefined for what is no digest.
 * @throws WritError not_found, invalid_argument when several begin so, unavailable
 */
export async function bundleOnRecord(name: string, url: string, tenant: string): Promise<BundleFiles | undefined> {
  const prefix = DIGEST.exec(name)?.[1];
  if (prefix === undefined) return undefined;
  const [archive, ...others] = await archivesOf(url, tenant, prefix);
  if (archive === undefined)
    throw new WritError("not_found", `no bundle of tenant ${tenant} on record begins with ${name}`);
  if (others.length > 0)
    throw new WritError("invalid_argument", `more than one bundle begins with ${name}: give more digits`);
  return readArchive(archive);
}
