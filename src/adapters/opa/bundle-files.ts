import { createHash } from "node:crypto";
import { BUNDLE_DATA, BUNDLE_MANIFEST, type BundleFiles, POLICY_WASM } from "../../domain/bundle.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import type { PolicyReads } from "../../domain/reads.ts";
import { notedReads } from "../../domain/reads-note.ts";
import { MAX_POLICY_DATA_BYTES, MAX_POLICY_WASM_BYTES } from "./limits.ts";

/** Data files of a bundle that was not built: leaving them out unseen could leave out what a policy denies by. */
const SOURCE_DATA = /\/data\.(json|ya?ml)$|^data\.ya?ml$/;

/** What is evaluated of a bundle, and what names it. */
export interface PolicyFiles {
  readonly wasm: Uint8Array;
  readonly dataText: Uint8Array;
  readonly data: JsonObject;
  readonly revision: string;
  /** What the manifest says that the policy reads, if it says so of this very module. */
  readonly reads: PolicyReads;
  /** Of all files: see `bundleDigest`. */
  readonly digest: string;
}

/** The files are no bundle that can be evaluated; the message names the file. */
class BadBundleFile extends Error {
  override readonly name = "BadBundleFile";
}

/**
 * @param entrypoint the manifest must not say that another module than `policy.wasm` answers it
 * @throws BadBundleFile
 */
export function readPolicyFiles(files: BundleFiles, entrypoint: string): PolicyFiles {
  for (const [name, content] of files) checkFile(name, content);
  const wasm = files.get(POLICY_WASM);
  if (wasm === undefined) throw new BadBundleFile(`${POLICY_WASM} is missing`);
  const dataText = files.get(BUNDLE_DATA) ?? new TextEncoder().encode("{}");
  const digest = bundleDigest(files);
  const manifestText = files.get(BUNDLE_MANIFEST);
  const manifest = manifestText === undefined ? {} : parseObject(BUNDLE_MANIFEST, manifestText);
  checkModules(manifest, entrypoint);
  const { revision } = manifest;
  if (revision !== undefined && typeof revision !== "string") {
    throw new BadBundleFile(`${BUNDLE_MANIFEST}: revision is not a string`);
  }
  const reads = notedReads(manifest, `sha256:${createHash("sha256").update(wasm).digest("hex")}`);
  return { wasm, dataText, data: parseObject(BUNDLE_DATA, dataText), revision: revision || digest, digest, reads };
}

/** `sha256:` over all files' paths, lengths and contents, in the order of their paths. */
export function bundleDigest(files: BundleFiles): string {
  const hash = createHash("sha256");
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${Buffer.byteLength(name)}:${name}:${content.length}:`);
    hash.update(content);
  }
  return `sha256:${hash.digest("hex")}`;
}

function checkFile(name: string, { length }: Uint8Array): void {
  const limit = name === POLICY_WASM ? MAX_POLICY_WASM_BYTES : MAX_POLICY_DATA_BYTES;
  if (length > limit) throw new BadBundleFile(`${name} is longer than ${limit} bytes`);
  if (SOURCE_DATA.test(name)) {
    throw new BadBundleFile(`${name} would not be read: \`opa build\` merges it into ${BUNDLE_DATA}`);
  }
}

function parseObject(name: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new BadBundleFile(`${name} is not JSON`);
  }
  if (!isJsonObject(value)) throw new BadBundleFile(`${name} is not a JSON object`);
  return value;
}

function checkModules(manifest: JsonObject, entrypoint: string): void {
  const { wasm } = manifest;
  if (wasm === undefined) return;
  if (!Array.isArray(wasm)) throw new BadBundleFile(`${BUNDLE_MANIFEST}: wasm is not an array`);
  const module = wasm.filter(isJsonObject).find((entry) => entry.entrypoint === entrypoint);
  if (module === undefined) throw new BadBundleFile(`${BUNDLE_MANIFEST}: no module for the entrypoint ${entrypoint}`);
  if (module.module !== `/${POLICY_WASM}`) {
    throw new BadBundleFile(`${BUNDLE_MANIFEST}: ${entrypoint} is not in /${POLICY_WASM}`);
  }
}
