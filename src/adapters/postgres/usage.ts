import type { Counts } from "../../domain/session.ts";
import { type Usage, usageOfCounts } from "../../domain/usage.ts";
import type { UsageReader } from "../../ports/record-store.ts";
import type { TenantPool } from "./tenancy/tenant-pool.ts";

export type UsageTable = "task_counts" | "agent_usage";

export function usageReader(pool: TenantPool, table: UsageTable): UsageReader {
  const statement = {
    name: table,
    text: `select version, state from writ.${table} where tenant = $1 and id = $2`,
  };
  return {
    load: async (tenant, id) => {
      const { rows } = await pool.query<{ version: string; state: Usage | Counts }>(tenant, statement, [tenant, id]);
      const [row] = rows;
      if (row === undefined) return undefined;
      const { version, state } = row;
      return { usage: "kinds" in state ? state : usageOfCounts(state), version: Number(version) };
    },
  };
}
