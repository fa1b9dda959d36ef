import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { parseObject } from "./json.ts";
import { MAX_ARCHIVE_BYTES } from "./limits.ts";
import { digestOf } from "./receive.ts";
import { refused } from "./refused.ts";

// OCI Image Format Specification, "Image Manifest"; a bundle is pushed as OPA reads it (OPA documentation, "Bundles", OCI).

export const MANIFEST_TYPES = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
] as const;

const INDEX_TYPES = new Set<unknown>([
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
]);

/** The layer that OPA looks for, and what Docker calls the same. */
const LAYER_TYPES = new Set<unknown>([
  "application/vnd.oci.image.layer.v1.tar+gzip",
  "application/vnd.docker.image.rootfs.diff.tar.gzip",
]);

const SHA256 = /^sha256:[0-9a-f]{64}$/;

export interface Layer {
  readonly digest: string;
  readonly size: number;
}

/** @throws WritError `invalid_argument` unless the manifest has exactly one layer that is a `.tar.gz` of acceptable size */
export function bundleLayer(where: string, bytes: Uint8Array): Layer {
  const manifest = parseObject(where, bytes);
  if (INDEX_TYPES.has(manifest.mediaType) || Array.isArray(manifest.manifests)) {
    throw refused(`${where} is an index of several manifests; name one of them by its digest`);
  }
  const layers = Array.isArray(manifest.layers) ? manifest.layers.filter(isJsonObject) : [];
  const [layer, ...others] = layers.filter(({ mediaType }) => LAYER_TYPES.has(mediaType));
  if (layer === undefined || others.length > 0) {
    throw refused(`${where} has ${others.length === 0 ? "no" : "more than one"} layer of a bundle's type (tar+gzip)`);
  }
  return readDescriptor(where, layer);
}

/** @throws WritError `invalid_argument` */
export function readDescriptor(where: string, { digest, size }: JsonObject): Layer {
  if (typeof digest !== "string" || !SHA256.test(digest)) throw refused(`${where} names content by no SHA-256 digest`);
  if (typeof size !== "number" || size < 0 || size > MAX_ARCHIVE_BYTES) {
    throw refused(`${where} names content of more than ${MAX_ARCHIVE_BYTES} bytes`);
  }
  return { digest, size };
}

/** @throws WritError `invalid_argument` when the content is not what its digest says */
export function checkDigest(where: string, bytes: Uint8Array, digest: string): void {
  if (digestOf(bytes) !== digest) throw refused(`${where} is not the content of ${digest}`);
}
