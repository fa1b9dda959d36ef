import type pg from "pg";
import { beginAs } from "../../src/adapters/postgres/tenancy/act-as.ts";
import type { TenantPool } from "../../src/adapters/postgres/tenancy/tenant-pool.ts";
import { inTransaction } from "../../src/adapters/postgres/transaction.ts";

/** One look at one table or partition that was really made. */
export interface Scan {
  readonly node: string;
  readonly table: string;
  readonly index: string | undefined;
  /** What the index was asked. */
  readonly condition: string;
  readonly rows_read: number;
  /** Read, and found to be none of those that were asked for. */
  readonly rows_removed: number;
}

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Plan[];
}

/** A pool that does what it is asked, and keeps the plan of each statement: each runs under `explain analyze` first, undone. */
export function watchedPool(pool: pg.Pool): { readonly pool: TenantPool; readonly scans: () => readonly Scan[] } {
  let plans: Plan[] = [];
  const watch = async (client: pg.ClientBase, text: string, values: readonly unknown[]) => {
    await client.query("savepoint before");
    const { rows } = await client.query(`explain (analyze, format json) ${text}`, [...values]);
    await client.query("rollback to savepoint before");
    plans.push(...(rows[0] as { "QUERY PLAN": { Plan: Plan }[] })["QUERY PLAN"].map(({ Plan: plan }) => plan));
  };
  const transaction: TenantPool["transaction"] = (tenant, work) =>
    inTransaction(
      pool,
      (client) => {
        const watched = {
          query: async (text: string, values: readonly unknown[] = []) => {
            await watch(client, text, values);
            return client.query(text, [...values]);
          },
        };
        return work(watched as unknown as pg.PoolClient);
      },
      beginAs(tenant),
    );
  return {
    pool: {
      transaction,
      query: (tenant, statement, values) =>
        transaction(tenant, (client) =>
          client.query(typeof statement === "string" ? statement : statement.text, [...values]),
        ),
    },
    scans: () => {
      const found = plans.flatMap(scansOf);
      plans = [];
      return found;
    },
  };
}

/**
 * @param tenant as which the statement runs; absent for what runs as the owner of the tables
 * @returns the looks that a statement makes, and its triggers, which `explain` does not show; it is undone
 */
export async function scansWithin(pool: pg.Pool, text: string, tenant?: string): Promise<readonly Scan[]> {
  const client = await pool.connect();
  const plans: Plan[] = [];
  const take = ({ message }: { readonly message?: string | undefined }) => {
    const [, document] = /plan:\n([\s\S]*)/.exec(message ?? "") ?? [];
    if (document !== undefined) plans.push((JSON.parse(document) as { readonly Plan: Plan }).Plan);
  };
  client.on("notice", take);
  try {
    await client.query("load 'auto_explain'");
    await client.query(["begin", ...WITHIN].join(";"));
    // No role of tenants may set these.
    if (tenant !== undefined) await client.query(beginAs(tenant).replace(/^begin; /, ""));
    await client.query(text);
  } finally {
    await client.query("rollback");
    client.off("notice", take);
    client.release();
  }
  return plans.flatMap(scansOf);
}

const WITHIN = ["min_duration = 0", "level = notice", "nested_statements = on", "analyze = on", "format = json"].map(
  (setting) => `set local auto_explain.log_${setting}`,
);

function scansOf(plan: Plan): readonly Scan[] {
  const below = (plan.Plans ?? []).flatMap(scansOf);
  const loops = plan["Actual Loops"];
  const table = plan["Relation Name"];
  // What was never executed looked at nothing.
  if (table === undefined || loops === 0 || plan["Node Type"] === "ModifyTable") return below;
  const removed = (plan["Rows Removed by Filter"] ?? 0) * loops;
  const read = plan["Actual Rows"] * loops + removed;
  const scan = {
    node: plan["Node Type"],
    table,
    index: plan["Index Name"],
    condition: plan["Index Cond"] ?? "",
    rows_read: read,
    rows_removed: removed,
  };
  return [scan, ...below];
}
