import { createHmac, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import type { StoredTenantKey, TenantKeyStore, ValueHasher } from "../../ports/value-store.ts";
import type { KeyEncryptionKeys } from "./kek.ts";
import { seal, unseal, unsealEither } from "./seal.ts";

/** As long as the hash (RFC 2104 section 3). */
const KEY_BYTES = 32;
/** Enough that nobody finds two values with one hash (birthday bound 2^64), and half the room. RFC 2104 section 5. */
const HASH_BYTES = 16;
/** Keys that a worker has open; a tenant's next call opens its key again. */
const MAX_OPEN = 1024;

interface OpenKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** HMAC-SHA-256 with a key of each tenant's own, which nothing but this holds. */
export function tenantHasher(store: TenantKeyStore, keks: KeyEncryptionKeys): ValueHasher {
  const open = new Map<string, Promise<OpenKey>>();
  const keyOf = (tenant: string): Promise<OpenKey> => {
    const known = open.get(tenant);
    if (known !== undefined) return known;
    const oldest = open.size >= MAX_OPEN ? open.keys().next().value : undefined;
    if (oldest !== undefined) open.delete(oldest);
    const opening = openKey(tenant, store, keks);
    open.set(tenant, opening);
    // Tried again by the next one who needs it.
    opening.catch(() => open.delete(tenant));
    return opening;
  };
  return {
    hash: async (tenant, values) => {
      const { id, key } = await keyOf(tenant);
      return { key_id: id, hashes: values.map((value) => hashed(key, value)) };
    },
    forget: (tenant) => {
      open.delete(tenant);
    },
  };
}

/** Seals with the present key encryption key whatever an earlier one sealed. @returns how many */
export async function resealTenantKeys(store: TenantKeyStore, keks: KeyEncryptionKeys): Promise<number> {
  const changes: { tenant: string; before: Uint8Array; after: Uint8Array }[] = [];
  for (const { tenant, id, sealed } of await store.all()) {
    if (opens(keks, tenant, id, sealed)) continue;
    const secret = unsealEither(keks, sealedAs(tenant, id), sealed);
    changes.push({ tenant, before: sealed, after: seal(keks.current, sealedAs(tenant, id), secret) });
    secret.fill(0);
  }
  return store.reseal(changes);
}

async function openKey(tenant: string, store: TenantKeyStore, keks: KeyEncryptionKeys): Promise<OpenKey> {
  const stored = (await store.load(tenant)) ?? (await store.insertIfAbsent(tenant, newKey(tenant, keks)));
  try {
    const secret = unsealEither(keks, sealedAs(tenant, stored.id), stored.sealed);
    const key = createSecretKey(secret);
    secret.fill(0);
    return { id: stored.id, key };
  } catch (cause) {
    throw new WritError("unavailable", "the key encryption key does not open the tenant's key for hashes of values", {
      cause,
    });
  }
}

function newKey(tenant: string, keks: KeyEncryptionKeys): StoredTenantKey {
  const id = randomBytes(KEY_BYTES / 2).toString("hex");
  const secret = randomBytes(KEY_BYTES);
  const sealed = seal(keks.current, sealedAs(tenant, id), secret);
  secret.fill(0);
  return { id, sealed };
}

/** Bound to its tenant: another one's key does not open as this one's. */
function sealedAs(tenant: string, id: string) {
  return { kid: id, algorithm: "HS256", purpose: `values ${tenant}` };
}

function opens({ current }: KeyEncryptionKeys, tenant: string, id: string, sealed: Uint8Array): boolean {
  try {
    unseal(current, sealedAs(tenant, id), sealed).fill(0);
    return true;
  } catch {
    return false;
  }
}

function hashed(key: KeyObject, value: string): Uint8Array {
  return createHmac("sha256", key).update(value).digest().subarray(0, HASH_BYTES);
}
