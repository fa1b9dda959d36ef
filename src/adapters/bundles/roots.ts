import type { BundleFiles } from "../../domain/bundle.ts";
import { type Document, isDocumentObject } from "./json.ts";
import type { BundleManifest } from "./manifest.ts";
import { refused } from "./refused.ts";
import { packageOf } from "./rego-package.ts";

// A root is a path of data that the bundle owns, without slashes at its ends: "" is all of it.

/** Whether one root is the other, or lies in it. */
export function overlap(a: string, b: string): boolean {
  return contains(segmentsOf(a), segmentsOf(b)) || contains(segmentsOf(b), segmentsOf(a));
}

/**
 * @param regoFiles paths of the policies among the files
 * @throws WritError `invalid_argument` which names the data, package or entrypoint that no root owns
 */
export function checkRoots(
  manifest: BundleManifest,
  files: BundleFiles,
  regoFiles: readonly string[],
  data: Document,
): void {
  const roots = manifest.roots.map(segmentsOf);
  if (roots.some((root) => root.length === 0)) return;
  const owned = (path: readonly string[]) => roots.some((root) => contains(root, path));
  for (const { entrypoint, module } of manifest.wasm) {
    if (!owned(segmentsOf(entrypoint))) throw outside(manifest, `the entrypoint ${entrypoint} of ${module}`);
  }
  for (const file of regoFiles) {
    const path = packageOf(file, files.get(file) as Uint8Array);
    if (!owned(path)) throw outside(manifest, `the package ${path.join(".")} of ${file}`);
  }
  const stray = strayData(data, [], roots);
  if (stray !== undefined) throw outside(manifest, `the data at /${stray.join("/")}`);
}

/** The first path, if any, at which there is something that no root owns. */
function strayData(
  data: Document,
  path: readonly string[],
  roots: readonly (readonly string[])[],
): readonly string[] | undefined {
  if (roots.some((root) => contains(root, path))) return undefined;
  const leadsToRoot = path.length === 0 || roots.some((root) => contains(path, root));
  if (!isDocumentObject(data) || !leadsToRoot) return path;
  for (const [key, value] of Object.entries(data)) {
    const stray = strayData(value, [...path, key], roots);
    if (stray !== undefined) return stray;
  }
  return undefined;
}

function outside({ roots }: BundleManifest, what: string) {
  return refused(`${what} is outside of the manifest's roots (${roots.join(", ") || "none"})`);
}

function segmentsOf(path: string): readonly string[] {
  return path === "" ? [] : path.split("/");
}

function contains(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((segment, i) => segment === inner[i]);
}
