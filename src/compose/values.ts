import { resealTenantKeys, tenantHasher } from "../adapters/keys/tenant-keys.ts";
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

/** The manager of signing keys, which seals the tenants' keys again with its own. */
export function withTenantKeys(
  config: Config,
  { tenantKeys }: Pick<PostgresStore, "tenantKeys">,
  manager: KeyManager,
): KeyManager {
  return {
    ...manager,
    rewrap: async () => (await manager.rewrap()) + (await resealTenantKeys(tenantKeys, keyEncryptionKeysOf(config))),
  };
}
