import type { Said, Sighting, ValueSource } from "../domain/provenance.ts";

/** A key of a tenant's own, sealed. */
export interface StoredTenantKey {
  readonly id: string;
  readonly sealed: Uint8Array;
}

export interface TenantKeyStore {
  load(tenant: string): Promise<StoredTenantKey | undefined>;
  /** Of replicas that race one wins. @returns the one that is stored now */
  insertIfAbsent(tenant: string, key: StoredTenantKey): Promise<StoredTenantKey>;
  /** All that was hashed with it means nothing from now on. @returns whether there was one */
  delete(tenant: string): Promise<boolean>;
  all(): Promise<readonly (StoredTenantKey & { readonly tenant: string })[]>;
  /** Stores keys that were sealed again, where they still are as they were. @returns how many */
  reseal(
    keys: readonly { readonly tenant: string; readonly before: Uint8Array; readonly after: Uint8Array }[],
  ): Promise<number>;
}

/** Values as what is kept of them: with one tenant's key nobody recognizes another's. */
export interface Hashed {
  readonly key_id: string;
  /** 16 bytes each, in the order of the values. */
  readonly hashes: readonly Uint8Array[];
}

export interface ValueHasher {
  /** Makes the tenant's key if there is none. Rejects with `unavailable`. */
  hash(tenant: string, values: readonly string[]): Promise<Hashed>;
  /** The key is another by now: the next hash reads it again. */
  forget(tenant: string): void;
}

/** What is no value, and never pushed out by any. */
export interface Marks {
  /** That more was said than is kept. */
  readonly cut: Uint8Array;
  readonly spoke: Uint8Array;
}

export interface HashedSaid extends ValueSource {
  readonly origin: Said["origin"];
  readonly hashes: readonly Uint8Array[];
  readonly marks: Marks;
}

/** `key_gone`: the tenant's key is another one, and nothing was done. Both reject with `unavailable`. */
export interface ValueStore {
  /** @returns by position of the hash, who said it */
  find(tenant: string, session: string, asked: Hashed): Promise<readonly (readonly Sighting[])[] | "key_gone">;
  /** @param agent whose call brought it: what is trusted of it is kept only in the agent's own session; "" for any */
  add(
    tenant: string,
    session: string,
    keyId: string,
    said: readonly HashedSaid[],
    atMs: number,
    agent: string,
  ): Promise<"added" | "key_gone">;
}

/** What a session has heard, by the values themselves; nothing but hashes leaves it. Rejects with `unavailable`. */
export interface ValueMemory {
  recall(tenant: string, session: string, values: readonly string[]): Promise<ReadonlyMap<string, readonly Sighting[]>>;
  /** @param agent as of `ValueStore.add`; any, if it is left out */
  remember(tenant: string, session: string, said: readonly Said[], atMs: number, agent?: string): Promise<void>;
}
