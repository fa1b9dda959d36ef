import { resealedCheckpointKey } from "../adapters/keys/checkpoint-key.ts";
import type { KeyEncryptionKeys } from "../adapters/keys/kek.ts";
import { resealTenantKeys, tenantHasher } from "../adapters/keys/tenant-keys.ts";
import type { CheckpointKeyStore } from "../adapters/postgres/checkpoints.ts";
import type { PostgresStore } from "../adapters/postgres/store.ts";
import type { Config } from "../config/load.ts";
import type { KeyManager } from "../ports/signer.ts";
import type { ValueMemory } from "../ports/value-store.ts";
import { valueMemory } from "../provenance/memory.ts";
import { keyEncryptionKeysOf } from "./signer.ts";

/** What sessions have heard, hashed with each tenant's own key. */
export function composeValues(
  config: Config,
  { values, tenantKeys }: Pick<PostgresStore, "values" | "tenantKeys">,
): ValueMemory {
  return valueMemory(tenantHasher(tenantKeys, keyEncryptionKeysOf(config)), values);
}

/** The manager of signing keys, which seals the tenants' keys and that of checkpoints again with its own. */
export function withTenantKeys(
  config: Config,
  { tenantKeys, checkpointKeys }: Pick<PostgresStore, "tenantKeys" | "checkpointKeys">,
  manager: KeyManager,
): KeyManager {
  return {
    ...manager,
    rewrap: async () => {
      const keks = keyEncryptionKeysOf(config);
      const tenants = await resealTenantKeys(tenantKeys, keks);
      return (await manager.rewrap()) + tenants + (await resealCheckpointKey(checkpointKeys, keks));
    },
  };
}

/** Seals it with the present key encryption key where an earlier one sealed it. @returns how many */
export async function resealCheckpointKey(store: CheckpointKeyStore, keks: KeyEncryptionKeys): Promise<number> {
  const key = await store.load();
  const after = key && resealedCheckpointKey(key.name, key.sealed_private, keks);
  return key === undefined || after === undefined ? 0 : store.reseal(key.sealed_private, after);
}
