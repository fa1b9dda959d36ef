import { createPrivateKey, type KeyObject, type SignKeyObjectInput, sign } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { MAX_GRANT_TTL_S } from "../../domain/limits.ts";
import {
  KEY_PURPOSES,
  type KeyPurpose,
  type KeyStore,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
  type StoredKey,
} from "../../ports/key-store.ts";
import type { TokenSigner } from "../../ports/signer.ts";
import { generateSealed, publicJwk } from "./generate.ts";
import type { KeyEncryptionKey } from "./kek.ts";
import { unseal } from "./seal.ts";

/** Half the size and a twentieth of the cost of RS256; RS256 is for brokers that know nothing else. */
const DEFAULT_ALGORITHM: SigningAlgorithm = "ES256";

/** Whatever brokers take; what Writ itself and its subscribers read needs one algorithm. */
const ALGORITHMS: Readonly<Record<KeyPurpose, readonly SigningAlgorithm[]>> = {
  grant: SIGNING_ALGORITHMS,
  intent: [DEFAULT_ALGORITHM],
  event: [DEFAULT_ALGORITHM],
};

export interface SignerSettings {
  readonly store: KeyStore;
  readonly kek: KeyEncryptionKey;
  /** The algorithm for audiences that want another than ES256. */
  readonly algorithms: ReadonlyMap<string, SigningAlgorithm>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface OpenKey {
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly jwk: JsonObject & { readonly kid: string };
  readonly retiredAtMs: number | undefined;
}

interface SigningKey {
  readonly kid: string;
  readonly key: SignKeyObjectInput;
}

/**
 * Opens the signing keys, and makes those that are missing, which takes up to a second on the very first start.
 * @throws WritError when the key encryption key is not the one that sealed them, whatever the store throws otherwise
 */
export async function createSigner(settings: SignerSettings): Promise<TokenSigner> {
  const purposes = new Map<KeyPurpose, readonly OpenKey[]>();
  // One after the other: a wrong key encryption key is found out by the first.
  for (const purpose of KEY_PURPOSES) purposes.set(purpose, await openKeys(settings, purpose));
  const all = [...purposes.values()].flat();
  const signing = new Map(
    [...purposes].flatMap(([purpose, keys]) =>
      ALGORITHMS[purpose].map((algorithm) => [`${purpose} ${algorithm}`, signingKey(keys, algorithm)] as const),
    ),
  );
  return {
    async sign({ purpose, audience, type, claims }) {
      const wanted = settings.algorithms.get(audience) ?? DEFAULT_ALGORITHM;
      const algorithm = ALGORITHMS[purpose].includes(wanted) ? wanted : DEFAULT_ALGORITHM;
      const { kid, key } = signing.get(`${purpose} ${algorithm}`) as SigningKey;
      const signed = `${encode({ alg: algorithm, kid, typ: type })}.${encode(claims)}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
    },
    jwks() {
      const now = settings.now();
      return { keys: all.filter((key) => verifies(key, now)).map((key) => key.jwk) };
    },
    algorithms: () => SIGNING_ALGORITHMS,
  };
}

async function openKeys({ store, kek, now }: SignerSettings, purpose: KeyPurpose): Promise<readonly OpenKey[]> {
  const found = await store.load(purpose);
  // Before any is made: a wrong key encryption key must not leave keys behind that the right one cannot open.
  const opened = open(found, kek, now());
  const missing = ALGORITHMS[purpose].filter((algorithm) => current(opened, algorithm) === undefined);
  if (missing.length === 0) return opened;
  await store.insertIfAbsent(
    await Promise.all(missing.map((algorithm) => generateSealed(algorithm, purpose, kek, now()))),
  );
  return open(await store.load(purpose), kek, now());
}

/**
 * Public keys come from the private ones, which the seal proves to be ours: who can only write to the table can publish
 * no key of their own.
 */
function open(stored: readonly StoredKey[], kek: KeyEncryptionKey, nowMs: number): readonly OpenKey[] {
  return stored
    .map((key) => ({ key, retiredAtMs: key.retired_at_ms }))
    .filter((entry) => verifies(entry, nowMs))
    .map(({ key, retiredAtMs }) => {
      const der = unseal(kek, key, key.sealed_private);
      const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
      der.fill(0);
      return { algorithm: key.algorithm, privateKey, jwk: publicJwk(privateKey, key.algorithm), retiredAtMs };
    });
}

/** A retired key verifies until the last grant that it signed is dead. */
function verifies({ retiredAtMs }: Pick<OpenKey, "retiredAtMs">, nowMs: number): boolean {
  return retiredAtMs === undefined || nowMs < retiredAtMs + MAX_GRANT_TTL_S * 1000;
}

function current(keys: readonly OpenKey[], algorithm: SigningAlgorithm): OpenKey | undefined {
  return keys.findLast((key) => key.algorithm === algorithm && key.retiredAtMs === undefined);
}

function signingKey(keys: readonly OpenKey[], algorithm: SigningAlgorithm): SigningKey {
  const found = current(keys, algorithm);
  if (found === undefined) throw new WritError("unavailable", `there is no ${algorithm} signing key`);
  return {
    kid: found.jwk.kid,
    // RFC 7518 section 3.4: R and S side by side, not DER. Without meaning for RSA.
    key: { key: found.privateKey, dsaEncoding: "ieee-p1363" },
  };
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
