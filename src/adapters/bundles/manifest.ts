import { BUNDLE_MANIFEST, ENTRYPOINT, POLICY_WASM } from "../../domain/bundle.ts";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { parseObject } from "./json.ts";
import { refused } from "./refused.ts";
import { overlap } from "./roots.ts";

/** OPA's `.manifest` (Bundles, "Bundle File Format"), with its defaults filled in. */
export interface BundleManifest {
  /** "" where the author gave none. */
  readonly revision: string;
  /** Without slashes at their ends; `[""]` owns everything. */
  readonly roots: readonly string[];
  readonly wasm: readonly WasmModule[];
  readonly metadata: JsonObject;
  /** Of files that do not say themselves; absent is OPA's own, 1. */
  readonly regoVersion?: number;
}

export interface WasmModule {
  readonly entrypoint: string;
  /** Path inside the bundle, without a leading slash. */
  readonly module: string;
}

/**
 * @param bytes of the file; undefined where the bundle has none
 * @throws WritError `invalid_argument` which names the member
 */
export function readManifest(bytes: Uint8Array | undefined): BundleManifest {
  const manifest = bytes === undefined ? {} : parseObject(BUNDLE_MANIFEST, bytes);
  const { revision = "", metadata = {}, rego_version: regoVersion } = manifest;
  if (typeof revision !== "string") throw wrong("revision is not a string");
  if (!isJsonObject(metadata)) throw wrong("metadata is not an object");
  if (regoVersion !== undefined && !Number.isInteger(regoVersion)) throw wrong("rego_version is not a whole number");
  return {
    revision,
    roots: readRoots(manifest.roots),
    wasm: readModules(manifest.wasm),
    metadata,
    ...(typeof regoVersion === "number" ? { regoVersion } : {}),
  };
}

/** @throws WritError `invalid_argument` unless `policy.wasm` is said to answer Writ's entrypoint, or nothing is said of modules */
export function checkEntrypoint({ wasm }: BundleManifest): void {
  if (wasm.length === 0) return;
  const answering = wasm.find(({ entrypoint }) => entrypoint === ENTRYPOINT);
  if (answering === undefined) {
    const found = wasm.map(({ entrypoint }) => entrypoint).join(", ");
    throw wrong(`no module for the entrypoint ${ENTRYPOINT}, only for ${found}`);
  }
  if (answering.module !== POLICY_WASM) throw wrong(`${ENTRYPOINT} is in ${answering.module}, not in ${POLICY_WASM}`);
}

function readRoots(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [""];
  if (!Array.isArray(value)) throw wrong("roots is not an array");
  const roots = value.map((root) => {
    if (typeof root !== "string") throw wrong("roots has an item that is not a string");
    return root.replace(/^\/+|\/+$/g, "");
  });
  for (const [i, root] of roots.entries()) {
    const other = roots.slice(i + 1).find((later) => overlap(root, later));
    if (other !== undefined) throw wrong(`the roots ${JSON.stringify(root)} and ${JSON.stringify(other)} overlap`);
  }
  return roots;
}

function readModules(value: unknown): readonly WasmModule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong("wasm is not an array");
  const modules = value.map((item) => {
    const { entrypoint, module }: JsonObject = isJsonObject(item) ? item : {};
    if (typeof entrypoint !== "string" || typeof module !== "string") {
      throw wrong("wasm has an item without entrypoint and module");
    }
    return { entrypoint, module: module.replace(/^\//, "") };
  });
  for (const [i, { entrypoint }] of modules.entries()) {
    if (modules.slice(i + 1).some((later) => later.entrypoint === entrypoint)) {
      throw wrong(`wasm has the entrypoint ${entrypoint} twice`);
    }
  }
  return modules;
}

function wrong(problem: string) {
  return refused(`${BUNDLE_MANIFEST}: ${problem}`);
}
