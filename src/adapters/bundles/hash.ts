import { hash } from "node:crypto";
import { canonicalText } from "./json.ts";
import { isStructured, readStructured, type YamlToJson } from "./structured.ts";

/** What a signature may name, by OPA's names. OPA also knows MD5, SHA-1 and the 224 bit ones: too weak to stand for a policy. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
  ["SHA-512-256", "sha512-256"],
]);

/** What `opa sign` and `opa build` use. */
export const SIGNING_HASH = "SHA-256";

export function isKnownHash(algorithm: string): boolean {
  return HASHES.has(algorithm);
}

/**
 * A file's hash as OPA's signatures have it: over the document of `.manifest` and data files, over the bytes of others.
 *
 * @param algorithm for which isKnownHash holds
 * @returns lower-case hexadecimal
 * @throws WritError `invalid_argument` when a document is not one
 */
export function hashFile(path: string, bytes: Uint8Array, algorithm: string, yamlToJson: YamlToJson): string {
  const name = HASHES.get(algorithm) as string;
  return hash(name, isStructured(path) ? canonicalText(readStructured(path, bytes, yamlToJson)) : bytes);
}
