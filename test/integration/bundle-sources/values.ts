import { createServer } from "node:net";
import { writeArchive } from "../../../src/adapters/bundles/archive.ts";
import { loadSigningKey, loadVerificationKey } from "../../../src/adapters/bundles/keys.ts";
import type { Reading } from "../../../src/adapters/bundles/receive.ts";
import { signBundle } from "../../../src/adapters/bundles/sign.ts";
import type { BundleSource } from "../../../src/ports/bundle-source.ts";
import { filesOf, keyPairFor, textsOf, yamlToJson } from "../../unit/bundles/fixture.ts";

const PAIR = keyPairFor("ES256");

/** The key whose signatures are required here. */
export const PUBLIC_KEY = PAIR.publicKey;

export const READING: Reading = {
  yamlToJson,
  verification: {
    signatures: "required",
    keys: new Map([["release", loadVerificationKey("release", { algorithm: "ES256", key: PAIR.publicKey })]]),
  },
};

/** A signed bundle, whose policy says the mark. */
export async function signedArchive(mark: string): Promise<Buffer> {
  const files = filesOf({
    "policy/p.rego": `package policy.p\n\nmark := "${mark}"\n`,
    ".manifest": `{"revision": "${mark}", "roots": ["policy"]}`,
  });
  const key = loadSigningKey("ES256", PAIR.privateKey);
  return writeArchive(await signBundle(files, { key, keyId: "release" }, yamlToJson));
}

export async function unsignedArchive(): Promise<Buffer> {
  return writeArchive(filesOf({ "policy/p.rego": "package policy.p\n" }));
}

export const never = new AbortController().signal;

/** What one look finds: the mark of the bundle and its version, or undefined. */
export async function lookAt(source: BundleSource, known?: string) {
  const found = await source.fetch(known, never);
  if (found === undefined) return undefined;
  return { version: found.version, mark: /"(.*)"/.exec(textsOf(found.files)["policy/p.rego"] ?? "")?.[1] };
}

/** What one look is refused with. */
export async function problemOf(source: BundleSource, known?: string): Promise<{ code: string; message: string }> {
  return source.fetch(known, never).then(
    () => {
      throw new Error("it was taken");
    },
    ({ code, message }) => ({ code, message }),
  );
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
