import type { ReceiverState } from "../../../ports/outbox.ts";
import type { TenantPool } from "../tenancy/tenant-pool.ts";

type StateRow = Omit<ReceiverState, "pending" | "oldest_s" | "dead"> & Record<"pending" | "oldest_s" | "dead", string>;

/** @throws WritError unavailable */
export async function receiverStates(
  pool: TenantPool,
  { receivers, deliveries }: { readonly receivers: string; readonly deliveries: string },
  tenant: string,
): Promise<readonly ReceiverState[]> {
  const { rows } = await pool.query<StateRow>(
    tenant,
    `select s.name,
       count(d.id) filter (where d.dead_at is null) as pending,
       coalesce(extract(epoch from clock_timestamp() - min(d.created_at) filter (where d.dead_at is null)), 0) as oldest_s,
       count(d.dead_at) as dead,
       coalesce((array_agg(d.problem order by d.seq) filter (where d.dead_at is null and d.attempts > 0))[1], '') as problem
     from ${receivers} s left join ${deliveries} d on d.tenant = s.tenant and d.subscriber = s.name
     where s.tenant = $1 group by s.name order by s.name`,
    [tenant],
  );
  return rows.map(({ name, pending, oldest_s, dead, problem }) => ({
    name,
    pending: Number(pending),
    oldest_s: Math.floor(Number(oldest_s)),
    dead: Number(dead),
    problem,
  }));
}
