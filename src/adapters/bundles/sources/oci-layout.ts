import { open } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonObject } from "../../../domain/json.ts";
import type { BundleSource } from "../../../ports/bundle-source.ts";
import { parseObject } from "../json.ts";
import { MAX_REGISTRY_ANSWER_BYTES } from "../limits.ts";
import { bundleLayer, checkDigest, type Layer, readDescriptor } from "../oci-manifest.ts";
import { type Reading, readBounded, receiveArchive } from "../receive.ts";
import { reasonOf, refused, unreachable } from "../refused.ts";
import type { OciLayoutSettings } from "../settings.ts";

/** OCI Image Format Specification, "Annotations". */
const TAG_ANNOTATION = "org.opencontainers.image.ref.name";

/** A folder in the OCI image layout. The version is the digest of the layer that holds the archive. */
export function openOciLayout({ path, tag }: OciLayoutSettings, reading: Reading): BundleSource {
  const where = tag === undefined ? path : `${path}:${tag}`;
  return {
    description: `oci layout ${where}`,
    async fetch(known) {
      const index = parseObject(
        join(path, "index.json"),
        await readUpTo(join(path, "index.json"), MAX_REGISTRY_ANSWER_BYTES),
      );
      const manifest = await readBlob(path, readDescriptor(where, chosen(where, index, tag)));
      const layer = bundleLayer(where, manifest);
      if (layer.digest === known) return undefined;
      return { version: layer.digest, files: await receiveArchive(await readBlob(path, layer), reading) };
    },
    async close() {},
  };
}

function chosen(where: string, { manifests }: JsonObject, tag: string | undefined): JsonObject {
  const all = Array.isArray(manifests) ? manifests.filter(isJsonObject) : [];
  const named = all.filter(
    ({ annotations }) => tag === undefined || (isJsonObject(annotations) && annotations[TAG_ANNOTATION] === tag),
  );
  const [manifest, ...others] = named;
  if (manifest === undefined || others.length > 0) {
    throw refused(`${where} has ${others.length === 0 ? "no such manifest" : "several manifests; name a tag"}`);
  }
  return manifest;
}

async function readBlob(layout: string, { digest, size }: Layer): Promise<Buffer> {
  const file = join(layout, "blobs", ...digest.split(":"));
  const bytes = await readUpTo(file, size);
  checkDigest(file, bytes, digest);
  return bytes;
}

async function readUpTo(path: string, maxBytes: number): Promise<Buffer> {
  const unreadable = (error: unknown): never => {
    throw unreachable(`${path} cannot be read (${reasonOf(error)})`);
  };
  const file = await open(path).catch(unreadable);
  return readBounded(file.createReadStream(), maxBytes, path);
}
