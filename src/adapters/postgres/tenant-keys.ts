import type pg from "pg";
import type { StoredTenantKey, TenantKeyStore } from "../../ports/value-store.ts";
import { storeUnavailable } from "./errors.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

/** What the keys of this table are for. */
const PURPOSE = "values";

/** Each tenant's key for hashes of values. @param everyone lists those of all tenants, for who seals them anew */
export function tenantKeyStore(pool: TenantPool, everyone: pg.Pool): TenantKeyStore {
  const query = <T extends pg.QueryResultRow>(text: string, values: readonly [string, ...unknown[]]) =>
    pool.query<T>(values[0], text, values);
  const load = async (tenant: string): Promise<StoredTenantKey | undefined> => {
    const { rows } = await query<{ id: string; sealed: Buffer }>(
      "select id, sealed from writ.tenant_keys where tenant = $1 and purpose = $2",
      [tenant, PURPOSE],
    );
    return rows[0];
  };
  return {
    load,
    insertIfAbsent: async (tenant, key) => {
      for (;;) {
        await query(
          "insert into writ.tenant_keys (tenant, purpose, id, sealed) values ($1, $2, $3, $4) on conflict do nothing",
          [tenant, PURPOSE, key.id, Buffer.from(key.sealed)],
        );
        const stored = await load(tenant);
        // Deleted in between: nothing was hashed with it yet, so that it may be stored again.
        if (stored !== undefined) return stored;
      }
    },
    delete: async (tenant) => {
      const { rowCount } = await query("delete from writ.tenant_keys where tenant = $1 and purpose = $2", [
        tenant,
        PURPOSE,
      ]);
      return rowCount === 1;
    },
    all: async () => {
      try {
        const text = "select tenant, id, sealed from writ.tenant_keys where purpose = $1 order by tenant";
        return (await everyone.query<{ tenant: string; id: string; sealed: Buffer }>(text, [PURPOSE])).rows;
      } catch (error) {
        throw storeUnavailable(error);
      }
    },
    reseal: async (keys) => {
      let count = 0;
      for (const { tenant, before, after } of keys) {
        const { rowCount } = await query(
          "update writ.tenant_keys set sealed = $4 where tenant = $1 and purpose = $2 and sealed = $3",
          [tenant, PURPOSE, Buffer.from(before), Buffer.from(after)],
        );
        count += rowCount ?? 0;
      }
      return count;
    },
  };
}
