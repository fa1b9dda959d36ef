import { posix } from "node:path";
import { BUNDLE_DATA, type BundleFiles } from "../../domain/bundle.ts";
import { canonicalText, type Document, type DocumentObject, isDocumentObject } from "./json.ts";
import { refused } from "./refused.ts";
import { isDataFile, readStructured, type YamlToJson } from "./structured.ts";

/** The data document of a bundle. */
export interface BundleData {
  readonly document: DocumentObject;
  /** As JSON text, each number as its file has it. */
  readonly text: Uint8Array;
  /** Whether it is nothing but the `data.json` at the root, or nothing at all. */
  readonly isOneFile: boolean;
}

/**
 * Puts every `data.json` and `data.yaml` where its folder says, as OPA does: objects are merged, anything else may be said
 * once only.
 *
 * @throws WritError `invalid_argument` which names the file and the path of a conflict
 */
export function mergeData(files: BundleFiles, yamlToJson: YamlToJson): BundleData {
  const paths = [...files.keys()].filter(isDataFile);
  const isOneFile = paths.every((path) => path === BUNDLE_DATA);
  let merged: DocumentObject = {};
  for (const path of paths) {
    const value = readStructured(path, files.get(path) as Uint8Array, yamlToJson);
    merged = merge(merged, treeOf(path, value), path, "");
  }
  const only = isOneFile ? files.get(BUNDLE_DATA) : undefined;
  return { document: merged, text: only ?? new TextEncoder().encode(canonicalText(merged)), isOneFile };
}

/** What OPA does with a folder's name: dots and slashes at its beginning are no part of it (`getNormalizedPath`). */
function treeOf(path: string, value: Document): DocumentObject {
  const folder = posix.dirname(path).replace(/^[/.]+/, "");
  const tree = (folder === "" ? [] : folder.split("/")).reduceRight<Document>(
    (inner, key) => single(key, inner),
    value,
  );
  if (!isDocumentObject(tree)) throw refused(`${path} is at the root and holds no object`);
  return tree;
}

/** @param at JSON Pointer of where both stand */
function merge(into: DocumentObject, from: DocumentObject, path: string, at: string): DocumentObject {
  const merged = new Map(Object.entries(into));
  for (const [key, value] of Object.entries(from)) {
    const here = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const before = merged.get(key);
    if (before === undefined) merged.set(key, value);
    else if (isDocumentObject(before) && isDocumentObject(value)) merged.set(key, merge(before, value, path, here));
    else throw refused(`${path} says ${here} again, which another data file has said`);
  }
  // Object.fromEntries makes a member of `__proto__`, where an assignment would not.
  return Object.fromEntries(merged);
}

function single(key: string, value: Document): DocumentObject {
  return Object.fromEntries([[key, value]]);
}
