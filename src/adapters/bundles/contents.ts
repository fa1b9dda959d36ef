import { posix } from "node:path";
import { BUNDLE_DATA, BUNDLE_MANIFEST, BUNDLE_SIGNATURES, type BundleFiles, POLICY_WASM } from "../../domain/bundle.ts";
import { type BundleData, mergeData } from "./data.ts";
import { type BundleManifest, checkEntrypoint, readManifest } from "./manifest.ts";
import { refused } from "./refused.ts";
import { checkRoots } from "./roots.ts";
import { isDataFile, type YamlToJson } from "./structured.ts";

/** What a bundle says, checked as far as that goes without compiling it. */
export interface BundleContents {
  readonly manifest: BundleManifest;
  readonly data: BundleData;
  /** Paths of the policies, tests among them. */
  readonly rego: readonly string[];
  /** Whether there are policies only, and no module that was made of them. */
  readonly needsCompile: boolean;
}

/**
 * Reads OPA's bundle format. Verify its signature first.
 *
 * @throws WritError `invalid_argument` which names the file
 */
export function readContents(files: BundleFiles, yamlToJson: YamlToJson): BundleContents {
  for (const path of files.keys()) checkPlace(path);
  const manifest = readManifest(files.get(BUNDLE_MANIFEST));
  const data = mergeData(files, yamlToJson);
  const rego = [...files.keys()].filter((path) => path.endsWith(".rego"));
  checkRoots(manifest, files, rego, data.document);
  for (const { module } of manifest.wasm) {
    if (!files.has(module)) throw refused(`${BUNDLE_MANIFEST} names the module ${module}, which is not there`);
  }
  const hasModule = files.has(POLICY_WASM);
  if (!hasModule && rego.length === 0) throw refused(`the bundle has neither ${POLICY_WASM} nor policies (*.rego)`);
  if (hasModule) checkEntrypoint(manifest);
  return { manifest, data, rego, needsCompile: !hasModule };
}

/**
 * A bundle that has its module, with all its data in one `data.json`, as `opa build` leaves it. What signed the files that were
 * there before is not kept beside another.
 */
export function withOneDataFile(files: BundleFiles, { data, needsCompile }: BundleContents): BundleFiles {
  if (needsCompile || data.isOneFile) return files;
  const others = [...files].filter(([path]) => !isDataFile(path) && path !== BUNDLE_SIGNATURES);
  return new Map([...others, [BUNDLE_DATA, data.text]]);
}

/** Files that OPA would heed, and that must not be left out unseen. */
function checkPlace(path: string): void {
  const base = posix.basename(path);
  if (base === "patch.json") throw refused(`${path} makes this a delta bundle; only whole ones are read`);
  if (base.endsWith(".manifest.pb")) throw refused(`${path} is a binary manifest; build with a ${BUNDLE_MANIFEST}`);
  // OPA takes whatever ends so for the manifest.
  if (base.endsWith(BUNDLE_MANIFEST) && path !== BUNDLE_MANIFEST) {
    throw refused(`${path} is a second manifest, or one that is not at the root`);
  }
  if (base === BUNDLE_SIGNATURES && path !== BUNDLE_SIGNATURES) throw refused(`${path} is not at the root`);
}
