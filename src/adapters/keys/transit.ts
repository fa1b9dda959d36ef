import { createPublicKey } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import type { KeyPurpose, SigningAlgorithm } from "../../domain/signing-key.ts";
import { publicJwk } from "./generate.ts";
import type { KeyMaterial, MadeKey, OpenKey, PublicJwk } from "./material.ts";
import type { TransitClient } from "./transit-client.ts";

/** OpenBao's names of key types, and how each is asked to sign as JWS wants it. */
const TYPES: Readonly<
  Record<SigningAlgorithm, { readonly type: string; readonly how: Readonly<Record<string, string>> }>
> = {
  ES256: { type: "ecdsa-p256", how: {} },
  RS256: { type: "rsa-2048", how: { signature_algorithm: "pkcs1v15" } },
};

/** What is sealed in the place of a private key: where it is. */
interface Reference {
  readonly name: string;
  readonly version: number;
  readonly jwk: PublicJwk;
}

interface KeyAnswer {
  readonly type: string;
  readonly latest_version: number;
  readonly keys: Readonly<Record<string, { readonly public_key: string }>>;
}

/**
 * Keys of OpenBao's Transit engine, which never leave it: one Transit key for each purpose and algorithm, one version of it for
 * each signing key. Its rotation makes a version; when that signs is Writ's to say.
 * @param prefix what the Transit keys' names begin with
 */
export function transitKeys(client: TransitClient, prefix: string): KeyMaterial {
  return {
    make: async (purpose, algorithm, known) => make(client, nameOf(prefix, purpose, algorithm), algorithm, known),
    open: (secret, algorithm) => open(client, readReference(secret), algorithm),
  };
}

function nameOf(prefix: string, purpose: KeyPurpose, algorithm: SigningAlgorithm): string {
  return `${prefix}-${purpose}-${algorithm.toLowerCase()}`;
}

/** The newest version if it is not in use yet (whoever made the key made it for this), else a new one. */
async function make(
  client: TransitClient,
  name: string,
  algorithm: SigningAlgorithm,
  known: ReadonlySet<string>,
): Promise<MadeKey> {
  const before = await client.request<KeyAnswer>("GET", `keys/${name}`);
  if (before === undefined) await client.request("POST", `keys/${name}`, { type: TYPES[algorithm].type });
  else {
    const made = newest(before, name, algorithm);
    if (!known.has(made.jwk.kid)) return made;
    await client.request("POST", `keys/${name}/rotate`, {});
  }
  const after = await client.request<KeyAnswer>("GET", `keys/${name}`);
  if (after === undefined) throw new WritError("unavailable", `there is no Transit key ${name}`);
  return newest(after, name, algorithm);
}

function newest(answer: KeyAnswer, name: string, algorithm: SigningAlgorithm): MadeKey {
  if (answer.type !== TYPES[algorithm].type) {
    throw new WritError("invalid_argument", `the Transit key ${name} is not of type ${TYPES[algorithm].type}`);
  }
  const version = answer.latest_version;
  const pem = answer.keys[String(version)]?.public_key;
  if (pem === undefined) throw new WritError("unavailable", `the Transit key ${name} has no public key`);
  const jwk = publicJwk(createPublicKey(pem), algorithm);
  return { jwk, secret: Buffer.from(JSON.stringify({ name, version, jwk } satisfies Reference)) };
}

function open(client: TransitClient, { name, version, jwk }: Reference, algorithm: SigningAlgorithm): OpenKey {
  const how = { key_version: version, marshaling_algorithm: "jws", ...TYPES[algorithm].how };
  return {
    jwk,
    sign: async (data) => {
      const answer = await client.request<{ readonly signature: string }>("POST", `sign/${name}/sha2-256`, {
        input: data.toString("base64"),
        ...how,
      });
      // `vault:v<version>:<signature>`. Another version's would verify with no key that is published under this id.
      const [, said, signature] = /^vault:v(\d+):([A-Za-z0-9_+/=-]+)$/.exec(answer?.signature ?? "") ?? [];
      if (signature === undefined || Number(said) !== version) {
        throw new WritError("unavailable", "the key management system gave no signature of the key that was asked for");
      }
      return Buffer.from(signature, "base64url");
    },
  };
}

function readReference(secret: Buffer): Reference {
  try {
    const found = JSON.parse(secret.toString()) as Reference;
    if (typeof found.name === "string" && Number.isInteger(found.version) && typeof found.jwk.kid === "string")
      return found;
  } catch {
    // A private key: not JSON.
  }
  throw new WritError("invalid_argument", "a signing key is not of openbao-transit: grants.signer was changed");
}
