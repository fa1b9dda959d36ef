import type pg from "pg";
import { openPool } from "./connection.ts";
import { storeUnavailable } from "./errors.ts";
import { revokeGrants } from "./revoke.ts";
import { inTransaction } from "./transaction.ts";

/** One transaction's worth: the rest is done at once behind it. */
const MAX_AT_ONCE = 200;

// What another replica has locked it ends itself. In the order of all writers, so that none waits for another.
const EXPIRE = `
  with over as (
    select tenant, id, coalesce(valid_until, expires_at) as ended, state as was
    from writ.approvals
    where (state = 'pending' and expires_at <= $1) or (state = 'approved' and valid_until <= $1)
    order by tenant, id limit ${MAX_AT_ONCE} for update skip locked
  )
  update writ.approvals a set state = 'expired', ended_at = over.ended
  from over where a.tenant = over.tenant and a.id = over.id
  returning a.tenant, a.id, over.was`;

interface Expired {
  readonly tenant: string;
  readonly id: string;
  readonly was: "pending" | "approved";
}

/** Ends what a clock has ended, for whoever waits and for the record; reads see it without. */
export class ApprovalExpiry {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = openPool(url, "approval expiry", 1);
  }

  /**
   * Ends some of what is over, with the grants that rest on it.
   * @param nowMs milliseconds since 1970
   * @returns whether there may be more
   * @throws WritError unavailable
   */
  async expire(nowMs: number): Promise<boolean> {
    try {
      return await inTransaction(this.#pool, (client) => expire(client, nowMs));
    } catch (error) {
      throw storeUnavailable(error);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

async function expire(client: pg.ClientBase, nowMs: number): Promise<boolean> {
  const { rows } = await client.query<Expired>(EXPIRE, [new Date(nowMs)]);
  const byTenant = Map.groupBy(
    rows.filter(({ was }) => was === "approved"),
    ({ tenant }) => tenant,
  );
  for (const [tenant, approvals] of byTenant) {
    const ids = approvals.map(({ id }) => id);
    await revokeGrants(client, tenant, { by: "approval", value: ids }, "approval_withdrawn", nowMs);
  }
  return rows.length === MAX_AT_ONCE;
}
