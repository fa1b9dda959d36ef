import { WritError } from "../../domain/errors.ts";
import { type KeyPurpose, keyState } from "../../domain/signing-key.ts";
import type { KeyStore, StoredKey } from "../../ports/key-store.ts";
import type { KeyManager, SigningKeyInfo } from "../../ports/signer.ts";
import type { KeyEncryptionKeys } from "./kek.ts";
import { type KeyMaker, makeKey } from "./make.ts";
import { seal, unseal, unsealEither } from "./seal.ts";

export interface KeyManagerDeps {
  readonly store: KeyStore;
  readonly keks: KeyEncryptionKeys;
  readonly maker: KeyMaker;
  readonly overlap_s: number;
}

export function keyManager(deps: KeyManagerDeps): KeyManager {
  const { store } = deps;
  return {
    list: async () => (await store.load()).map(infoOf),
    rotate: (purposes, immediately, nowMs) => rotate(deps, purposes, immediately, nowMs),
    revoke: async (kid, nowMs) => {
      const keys = await store.load();
      const key = keys.find((candidate) => candidate.kid === kid);
      if (key === undefined) throw new WritError("not_found", "there is no signing key with this id");
      // A retired key needs no successor. What else may need one is found out in the store's transaction.
      const state = keyState(key, nowMs);
      const needed = state === "active" || state === "published";
      const known = new Set(keys.map((other) => other.kid));
      const replacement = needed ? await makeKey(deps.maker, key, nowMs, known) : undefined;
      return store.revoke(kid, replacement, nowMs);
    },
    rewrap: () => rewrap(deps),
  };
}

/** Of requests that race one makes keys: each names the keys that it follows, and a key is followed once. */
async function rotate(
  { store, maker, overlap_s }: KeyManagerDeps,
  purposes: readonly KeyPurpose[],
  immediately: boolean,
  nowMs: number,
): Promise<boolean> {
  const keys = await store.load();
  const newest = keys.filter((key) => purposes.includes(key.purpose) && key.retired_at_ms === undefined);
  // A rotation that is under way is the one that is wanted, of its purposes.
  const [waiting, others] = [true, false].map((is) =>
    newest.filter((key) => (keyState(key, nowMs) === "published") === is),
  ) as [StoredKey[], StoredKey[]];
  const activated = immediately ? await store.activate([...new Set(waiting.map(({ purpose }) => purpose))], nowMs) : 0;
  if (others.length === 0) return activated > 0;
  const known = new Set(keys.map(({ kid }) => kid));
  const activeAtMs = immediately ? nowMs : nowMs + overlap_s * 1000;
  const next = await Promise.all(
    others.map(async (key) => ({ follows: key.kid, key: await makeKey(maker, key, activeAtMs, known) })),
  );
  return (await store.follow(next)) || activated > 0;
}

/** Keys that neither opens are dead ones of earlier times, which nothing needs any more; a living one is a problem. */
async function rewrap({ store, keks, maker }: KeyManagerDeps): Promise<number> {
  const changes: { kid: string; before: Uint8Array; after: Uint8Array }[] = [];
  for (const key of await store.load()) {
    if (opens(() => unseal(keks.current, key, key.sealed_private))) continue;
    const state = keyState(key, maker.now());
    if (state === "expired" || state === "revoked") {
      if (!opens(() => unsealEither(keks, key, key.sealed_private))) continue;
    }
    const secret = unsealEither(keks, key, key.sealed_private);
    changes.push({ kid: key.kid, before: key.sealed_private, after: seal(keks.current, key, secret) });
    secret.fill(0);
  }
  return store.reseal(changes);
}

function opens(open: () => Buffer): boolean {
  try {
    open().fill(0);
    return true;
  } catch {
    return false;
  }
}

function infoOf({ sealed_private: _sealed, public_jwk: _jwk, ...info }: StoredKey): SigningKeyInfo {
  return info;
}
