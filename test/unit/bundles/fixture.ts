import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";
import { gzipSync } from "node:zlib";
import { extract, type Header, pack } from "tar-stream";
import type { SigningAlgorithm } from "../../../src/adapters/bundles/keys.ts";
import { goJson } from "../../../src/adapters/opa/builtins/json-text.ts";
import { readYaml } from "../../../src/adapters/opa/builtins/yaml-read.ts";
import type { BundleFiles } from "../../../src/domain/bundle.ts";

/** The reader of YAML that the service hands in. */
export const yamlToJson = (yaml: string): string => goJson(readYaml(yaml));

export function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): BundleFiles {
  return new Map(Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)]));
}

export function textsOf(files: BundleFiles): Record<string, string> {
  return Object.fromEntries([...files].map(([path, content]) => [path, Buffer.from(content).toString()]));
}

/** A small bundle of everything that signatures treat differently. */
export const SAMPLE = filesOf({
  ".manifest": '{"revision": "r1", "roots": ["settings", "policy", "limits"]}',
  "data.json": '{"settings": {"b": 1.0, "a": [true, null, "é \\u2028 <&>"], "big": 12345678901234567890}}',
  "limits/data.yaml": "max: 3\nopen: yes\n",
  "policy/one.rego": "package policy.one\n\nallow if input.x\n",
});

export interface ForgedEntry extends Partial<Omit<Header, "name">> {
  readonly name: string;
  readonly content?: string;
}

/** A tar as no honest tool would write it. */
export async function tarOf(entries: readonly ForgedEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries) {
    const isFile = header.type === undefined || header.type === "file";
    if (isFile) tar.entry({ mtime: new Date(0), ...header }, content);
    else tar.entry({ mtime: new Date(0), ...header });
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function tarGzOf(entries: readonly ForgedEntry[]): Promise<Buffer> {
  return gzipSync(await tarOf(entries));
}

/** Sets the checksum of the header at an offset right (POSIX ustar). */
export function withChecksum(tar: Buffer, at = 0): Buffer {
  const fixed = Buffer.from(tar);
  fixed.fill(" ", at + 148, at + 156);
  const sum = fixed.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  fixed.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148);
  return fixed;
}

/** Names in the order in which another reader of tar sees them. */
export async function namesIn(tar: Buffer): Promise<readonly string[]> {
  const names: string[] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    names.push(entry.header.name);
    entry.resume();
  }
  return names;
}

export interface PemPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

const CURVES: Readonly<Record<string, string>> = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

/** PEM, as openssl writes it. For HS256 and its like one secret is both. */
export function keyPairFor(algorithm: SigningAlgorithm): PemPair {
  if (algorithm.startsWith("HS")) {
    const secret = `${"0123456789abcdef".repeat(4)}`;
    return { publicKey: secret, privateKey: secret };
  }
  const { publicKey, privateKey } = keyObjectsFor(algorithm);
  return {
    publicKey: publicKey.export({ type: "spki", format: "pem" }) as string,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

function keyObjectsFor(algorithm: SigningAlgorithm): KeyPairKeyObjectResult {
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  const namedCurve = CURVES[algorithm];
  return namedCurve === undefined
    ? generateKeyPairSync("rsa", { modulusLength: 2048 })
    : generateKeyPairSync("ec", { namedCurve });
}
