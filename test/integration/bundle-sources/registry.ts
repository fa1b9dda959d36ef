import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { digestOf } from "../../../src/adapters/bundles/receive.ts";
import { obtainCounterpart } from "../../../tools/counterparts/obtain.ts";
import { eventually, started } from "./opa-cli.ts";
import { freePort } from "./values.ts";

export interface Registry {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Headers of who may push. */
  readonly pusher: Readonly<Record<string, string>>;
}

/**
 * A registry that keeps its content in memory.
 *
 * @param auth of its configuration; none when absent
 */
export async function startRegistry(dir: string, pusher = {}, auth?: object): Promise<Registry> {
  const program = await obtainCounterpart("registry", resolve("."));
  const host = `127.0.0.1:${await freePort()}`;
  const file = join(dir, `registry-${host.split(":")[1]}.json`);
  // JSON is YAML.
  const configuration = {
    version: "0.1",
    log: { level: "error" },
    storage: { inmemory: {}, delete: { enabled: true } },
    http: { addr: host },
    ...(auth === undefined ? {} : { auth }),
  };
  writeFileSync(file, JSON.stringify(configuration));
  started(program, ["serve", file], { OTEL_TRACES_EXPORTER: "none" });
  await eventually(async () => (await fetch(`http://${host}/v2/`)).status, "the registry");
  return { host, pusher };
}

export interface Artifact {
  readonly layers: readonly { readonly mediaType: string; readonly bytes: Buffer }[];
  /** What the manifest says besides. */
  readonly manifest?: object;
}

const CONFIG = Buffer.from("{}");

/** @returns the manifest's digest */
export async function push(registry: Registry, name: string, tag: string, artifact: Artifact): Promise<string> {
  const layers = [];
  for (const { mediaType, bytes } of artifact.layers) {
    layers.push({ mediaType, digest: await pushBlob(registry, name, bytes), size: bytes.length });
  }
  const config = {
    mediaType: "application/vnd.oci.image.config.v1+json",
    digest: await pushBlob(registry, name, CONFIG),
    size: CONFIG.length,
  };
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers, ...artifact.manifest });
  await ask(`http://${registry.host}/v2/${name}/manifests/${tag}`, {
    method: "PUT",
    headers: { ...registry.pusher, "content-type": mediaType },
    body: manifest,
  });
  return digestOf(Buffer.from(manifest));
}

async function pushBlob({ host, pusher }: Registry, name: string, bytes: Buffer): Promise<string> {
  const digest = digestOf(bytes);
  const begun = await ask(`http://${host}/v2/${name}/blobs/uploads/`, { method: "POST", headers: pusher });
  const upload = new URL(begun.headers.get("location") as string, `http://${host}`);
  upload.searchParams.set("digest", digest);
  const headers = { ...pusher, "content-type": "application/octet-stream" };
  await ask(upload.href, { method: "PUT", headers, body: new Uint8Array(bytes) });
  return digest;
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}
