import type { BundleSource } from "../../../ports/bundle-source.ts";
import { type HttpAnswer, httpGet, shownUrl } from "../http-get.ts";
import { MAX_ARCHIVE_BYTES, MAX_REGISTRY_ANSWER_BYTES } from "../limits.ts";
import { authorize } from "../oci-auth.ts";
import { bundleLayer, checkDigest, MANIFEST_TYPES } from "../oci-manifest.ts";
import { parseOciReference } from "../oci-reference.ts";
import { type Reading, receiveArchive } from "../receive.ts";
import { unreachable } from "../refused.ts";
import type { OciSettings } from "../settings.ts";

/** A registry (OCI Distribution Specification 1.1). The version is the digest of the layer that holds the archive. */
export function openOci(settings: OciSettings, reading: Reading): BundleSource {
  const { host, name, reference, isDigest } = parseOciReference(settings.reference);
  const registry = new URL(`${settings.plainHttp ? "http" : "https"}://${host}/v2/${name}/`);
  const where = `${host}/${name}${isDigest ? "@" : ":"}${reference}`;
  const get = registryClient(registry, settings);
  return {
    description: `oci ${where}`,
    async fetch(known, signal) {
      const manifest = await get(
        { path: `manifests/${reference}`, accept: MANIFEST_TYPES.join(", "), maxBytes: MAX_REGISTRY_ANSWER_BYTES },
        signal,
      );
      if (isDigest) checkDigest(where, manifest, reference);
      const { digest, size } = bundleLayer(where, manifest);
      if (digest === known) return undefined;
      const blob = { path: `blobs/${digest}`, accept: "*/*", maxBytes: Math.min(size, MAX_ARCHIVE_BYTES) };
      const archive = await get(blob, signal);
      checkDigest(where, archive, digest);
      return { version: digest, files: await receiveArchive(archive, reading) };
    },
    async close() {},
  };
}

interface Wanted {
  /** Below the repository. */
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
}

/** Asks without credentials first, learns from the refusal what is asked for, and keeps what it got until that is refused. */
function registryClient(
  registry: URL,
  settings: OciSettings,
): (wanted: Wanted, signal: AbortSignal) => Promise<Buffer> {
  let authorization: string | undefined;
  return async ({ path, accept, maxBytes }, signal) => {
    const url = new URL(path, registry);
    const ask = (): Promise<HttpAnswer> =>
      // Registries keep blobs elsewhere; their digest is checked whoever sends them.
      httpGet({ url, headers: { accept }, authorization, tls: settings.tls, maxBytes, redirects: "any", signal });
    let answer = await ask();
    if (answer.status === 401) {
      authorization = await authorize(registry, answer, settings, signal);
      answer = await ask();
    }
    if (answer.status !== 200) throw unreachable(`${shownUrl(url)} answers with status ${answer.status}`);
    return answer.body;
  };
}
