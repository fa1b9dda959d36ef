import { WritError } from "./errors.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { MAX_READ_POINTERS, type PolicyReads, pointersOf, type Reads, readsOf } from "./reads.ts";

// What a build notes in a bundle's `.manifest`, as `metadata.writ`: JSON Pointers to the parts of `input` and of `data` that the
// policy can read, and the digest of the module that this holds for.

const EVERYTHING: PolicyReads = { input: "everything", data: "everything" };

/** @param wasmDigest of `policy.wasm` */
export function withReadsNote(manifest: JsonObject, reads: PolicyReads, wasmDigest: string): JsonObject {
  const metadata = isJsonObject(manifest["metadata"]) ? manifest["metadata"] : {};
  const before = isJsonObject(metadata["writ"]) ? metadata["writ"] : {};
  const writ = { ...before, input: listed(reads.input), data: listed(reads.data), wasm: wasmDigest };
  return { ...manifest, metadata: { ...metadata, writ } };
}

/**
 * What the note says. Without one, or with one of another module, the policy may read everything: a module that was replaced reads
 * what the note does not know of.
 * @throws WritError for a note that cannot be read
 */
export function notedReads(manifest: JsonObject, wasmDigest: string): PolicyReads {
  const { metadata } = manifest;
  const note = isJsonObject(metadata) ? metadata["writ"] : undefined;
  if (!isJsonObject(note) || note["wasm"] !== wasmDigest) return EVERYTHING;
  return { input: part(note, "input"), data: part(note, "data") };
}

function part(note: JsonObject, name: "input" | "data"): Reads {
  if (note[name] === undefined) return "everything";
  try {
    return readsOf(note[name]);
  } catch (cause) {
    throw new WritError("invalid_argument", `.manifest: metadata.writ.${name} is not a list of JSON Pointers`, {
      cause,
    });
  }
}

function listed(reads: Reads): string[] {
  const pointers = pointersOf(reads);
  return pointers.length > MAX_READ_POINTERS ? [""] : pointers;
}
