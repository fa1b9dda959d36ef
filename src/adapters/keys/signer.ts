import type { JsonObject } from "../../domain/json.ts";
import {
  KEY_PURPOSES,
  type KeyPurpose,
  keyState,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
} from "../../domain/signing-key.ts";
import type { KeyStore, StoredKey } from "../../ports/key-store.ts";
import type { KeyManager, TokenSigner, VerificationKeys } from "../../ports/signer.ts";
import { LOCAL_KEYS } from "./generate.ts";
import type { KeyEncryptionKey, KeyEncryptionKeys } from "./kek.ts";
import { type KeyMaker, makeKey } from "./make.ts";
import { keyManager } from "./manager.ts";
import type { KeyMaterial } from "./material.ts";
import { KeyRing } from "./ring.ts";

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
  /** What `kek` took the place of. */
  readonly previousKek?: KeyEncryptionKey | undefined;
  /** Where private keys are; in this process unless said otherwise. */
  readonly material?: KeyMaterial;
  /** The algorithm for audiences that want another than ES256. */
  readonly algorithms: ReadonlyMap<string, SigningAlgorithm>;
  /** How long a key is published before it signs, so that whoever keeps the key set has seen it. Seconds. */
  readonly overlap_s?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a key that another replica made and that cannot be opened here. */
  readonly unreadable?: (message: string) => void;
}

/** Longer than a verifier may keep the key set (300 s), with room for one that looks late. */
const DEFAULT_OVERLAP_S = 900;

/** The signing keys, and all that is done with them. */
export interface SigningKeys extends TokenSigner, VerificationKeys {
  readonly manager: KeyManager;
  /** For how long each key has signed that signs now, in milliseconds. */
  ages(): readonly { readonly purpose: KeyPurpose; readonly algorithm: SigningAlgorithm; readonly age_ms: number }[];
}

/**
 * Opens the signing keys, and makes those that are missing, which takes up to a second on the very first start. Follows
 * the store's changes from then on.
 * @throws WritError when the key encryption key is not the one that sealed them, whatever the store throws otherwise
 */
export async function createSigner(settings: SignerSettings): Promise<SigningKeys> {
  const { store, kek, previousKek, material = LOCAL_KEYS, now } = settings;
  const keks: KeyEncryptionKeys = { current: kek, ...(previousKek === undefined ? {} : { previous: previousKek }) };
  const ring = new KeyRing(keks, material);
  const maker: KeyMaker = { material, kek, now };
  // First: what changes while the keys are read is heard of.
  store.watch((keys) => {
    for (const { message } of ring.replace(keys, now())) settings.unreadable?.(message);
  });
  await openKeys(ring, store, maker);
  return {
    async sign({ purpose, audience, type, claims }) {
      const wanted = settings.algorithms.get(audience) ?? DEFAULT_ALGORITHM;
      const alg = ALGORITHMS[purpose].includes(wanted) ? wanted : DEFAULT_ALGORITHM;
      const key = ring.signing(purpose, alg, now());
      const signed = `${encode({ alg, kid: key.jwk.kid, typ: type })}.${encode(claims)}`;
      return `${signed}.${(await key.sign(Buffer.from(signed))).toString("base64url")}`;
    },
    jwks: () => ({ keys: ring.published(now()).map(({ jwk }) => jwk) }),
    algorithms: () => SIGNING_ALGORITHMS,
    find: (kid, nowMs) => ring.find(kid, nowMs),
    ages: () =>
      ring
        .active(now())
        .map(({ purpose, algorithm, active_at_ms }) => ({ purpose, algorithm, age_ms: now() - active_at_ms })),
    manager: keyManager({ store, keks, maker, overlap_s: settings.overlap_s ?? DEFAULT_OVERLAP_S }),
  };
}

async function openKeys(ring: KeyRing, store: KeyStore, maker: KeyMaker): Promise<void> {
  const found = await store.load();
  // Before any is made: a wrong key encryption key must not leave keys behind that the right one cannot open.
  openAll(ring, found, maker.now());
  const nowMs = maker.now();
  const missing = KEY_PURPOSES.flatMap((purpose) =>
    ALGORITHMS[purpose].map((algorithm) => ({ purpose, algorithm })),
  ).filter((kind) => !found.some((key) => isSameKind(key, kind) && signsOrWill(key, nowMs)));
  if (missing.length === 0) return;
  const known = new Set(found.map(({ kid }) => kid));
  await store.insertIfAbsent(await Promise.all(missing.map((kind) => makeKey(maker, kind, nowMs, known))));
  openAll(ring, await store.load(), maker.now());
}

function openAll(ring: KeyRing, stored: readonly StoredKey[], nowMs: number): void {
  const [problem] = ring.replace(stored, nowMs);
  if (problem !== undefined) throw problem;
}

type Kind = Pick<StoredKey, "purpose" | "algorithm">;

function isSameKind(a: Kind, b: Kind): boolean {
  return a.purpose === b.purpose && a.algorithm === b.algorithm;
}

function signsOrWill(key: StoredKey, nowMs: number): boolean {
  const state = keyState(key, nowMs);
  return state === "active" || state === "published";
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
