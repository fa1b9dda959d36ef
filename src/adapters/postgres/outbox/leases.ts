import type { Lease } from "../../../ports/outbox.ts";
import type { Query } from "./query.ts";

/** By the database's clock, which all replicas share; a row that another one is just taking is not waited for. */
export function leases(query: Query, table: string): Lease {
  const take = `
    update ${table} s set lease_holder = $3, lease_until = clock_timestamp() + make_interval(secs => $4)
    from (
      select tenant, name from ${table}
      where tenant = $1 and name = $2 and (lease_holder = $3 or lease_until < clock_timestamp()) for update skip locked
    ) free
    where s.tenant = free.tenant and s.name = free.name`;
  return {
    lease: async (tenant, name, holder, duration_s) =>
      (await query(take, [tenant, name, holder, duration_s])).rowCount === 1,
    release: async (tenant, name, holder) => {
      await query(
        `update ${table} set lease_until = '-infinity' where tenant = $1 and name = $2 and lease_holder = $3`,
        [tenant, name, holder],
      );
    },
  };
}
