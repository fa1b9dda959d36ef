import { createHash } from "node:crypto";
import type { BundleFiles } from "../../domain/bundle.ts";
import { readArchive } from "./archive.ts";
import { readContents, withOneDataFile } from "./contents.ts";
import { refused } from "./refused.ts";
import { type Verification, verifySignature } from "./signature.ts";
import type { YamlToJson } from "./structured.ts";

/** How what a source has becomes a bundle. */
export interface Reading {
  readonly verification: Verification;
  readonly yamlToJson: YamlToJson;
}

/** @throws WritError `invalid_argument` which names the entry */
export async function receiveArchive(bytes: Uint8Array, reading: Reading): Promise<BundleFiles> {
  return receiveFiles(await readArchive(bytes), reading);
}

/**
 * Verified before anything else is looked at, then held to OPA's format.
 *
 * @throws WritError `invalid_argument` which names the file
 */
export async function receiveFiles(files: BundleFiles, reading: Reading): Promise<BundleFiles> {
  await verifySignature(files, reading.verification, reading.yamlToJson);
  return withOneDataFile(files, readContents(files, reading.yamlToJson));
}

/** `sha256:` and hexadecimal, as registries write it. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * Reads a stream of at most so many bytes.
 *
 * @throws WritError `invalid_argument` at the first byte beyond; whatever the stream throws
 */
export async function readBounded(stream: AsyncIterable<Uint8Array>, maxBytes: number, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw refused(`${what} is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
